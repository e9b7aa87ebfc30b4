"""Teachers, by what Dapodik counts."""

from collections.abc import Callable, Iterator

from api.demo.play import PAIRS, Case, Fits, Play, within
from api.demo.player import Player
from application.demonstration import Mover, Opening, office_of
from domain.identity import OfficeKind as Office

_REDISTRIBUTION = ("D03", "D06", "D07", "D08", "D12", "D16", "D24")


def _redistribute(play: Play) -> None:
    """T8 from the request to the national record."""
    play.propose_for_need(*_REDISTRIBUTION, programme="REDISTRIBUSI_GURU")
    play.verify()
    play.hear()
    schools = play.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(play.opening.unit))
    need = "Dapodik: rombongan belajar di sekolah tujuan belum ada gurunya."
    play.act("fit-reviews", schools, step="need_from_dapodik", summary=need, deviation="Kebutuhan mendesak.")
    panel = play.holder(Office.REDISTRIBUTION_PANEL)
    advice = {"outcome": "FOR", "number": "BA-21", "reason": "Sekolah asal kelebihan guru kelas."}
    play.act("considerations", panel, step="redistribution_panel", **advice)
    play.player.wait(3)
    play.decree(play.holder(Office.APPOINTING_AUTHORITY))
    play.player.wait(1)
    play.take_effect()


def _school_of_others(rank: Callable[[str], bool]) -> Fits:
    def fits(mover: Mover, opening: Opening) -> bool:
        return within(mover, opening) and mover.unit.startswith(f"{mover.agency}.DIKBUD") and rank(mover.rank)

    return fits


def teacher_redistributed(player: Player) -> Iterator[Case]:
    """T8: a class teacher goes where none is, by the need Dapodik counts and the panel's advice"""
    cast, senior = player.cast, _school_of_others(lambda rank: rank >= "III/c")
    play = Play(player, *PAIRS.take(cast, cast.movers, senior, openings=cast.private_schools))
    _redistribute(play)
    yield play.case


def lent_to_a_private_school(player: Player) -> Iterator[Case]:
    """T8 to a private school: III/a is refused by E17; III/b goes for four years, whose end is announced, and which is renewed"""
    cast, junior = player.cast, _school_of_others(lambda rank: rank == "III/a")
    refused = Play(player, *PAIRS.take(cast, cast.movers, junior, openings=cast.private_schools))
    refused.propose_for_need(*_REDISTRIBUTION, programme="REDISTRIBUSI_GURU")
    refused.verify()
    yield refused.case
    able = _school_of_others(lambda rank: "III/b" <= rank < "III/c")
    play = Play(player, *PAIRS.take(cast, cast.movers, able, openings=cast.private_schools))
    _redistribute(play)
    player.wait(1280)  # half a year before the end of four years
    player.day_has_come()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("term-renewals", authority, step="term_end", number="821/90", reason="Masih kekurangan guru.")
    yield play.case
