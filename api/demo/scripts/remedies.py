"""What comes after a decree that somebody does not take, or that does not work out."""

from collections.abc import Iterator
from dataclasses import replace

from api.demo.play import (
    NEED,
    PAIRS,
    Case,
    Fits,
    Play,
    decreed,
    from_fit_to_duty,
    from_offices_to_duty,
    released_by_substitute,
    within,
)
from api.demo.player import Player
from application.demonstration import Mover, Opening
from domain.identity import OfficeKind as Office


def demoted_head(player: Player) -> Iterator[Case]:
    """T1: a head of office made a clerk with a clean record; the objection is granted, and the post given back"""
    play = Play(player, *PAIRS.take(player.cast, _heads(player), _to_a_desk(player), same_position=False))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    released_by_substitute(play)
    from_fit_to_duty(play)
    player.wait(9)
    grounds = "Saya tidak pernah dijatuhi hukuman disiplin; ini penurunan jabatan tanpa dasar."
    player.own(play.transfer, "objections", {"grounds": grounds}, play.mover.person)
    player.wait(11)
    reason = "Tidak ada keputusan hukuman disiplin yang mendasari penurunan jabatan."
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("objections/decisions", authority, granted=True, number="KEB-1/2025", reason=reason)
    yield play.case


def _heads(player: Player) -> list[Mover]:
    return [
        leader
        for leader in player.cast.leaders
        if leader.position.startswith(("Kepala Dinas", "Kepala Badan"))
    ]


def _to_a_desk(player: Player) -> Fits:
    def fits(mover: Mover, opening: Opening) -> bool:
        desk = opening.position == "Penelaah Teknis Kebijakan"
        return desk and within(mover, opening) and player.eligible(mover, opening)

    return fits


def late_objection(player: Player) -> Iterator[Case]:
    """T1: the person objects on the fifteenth working day; recorded as inadmissible, with what is left to them"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    decreed(play)
    player.wait_working_days(15)
    player.own(
        play.transfer, "objections", {"grounds": "Jarak ke tempat tugas terlalu jauh."}, play.mover.person
    )
    yield play.case


def silent_authority(player: Player) -> Iterator[Case]:
    """T1: the authority does not decide the objection in 21 working days; it lapses and goes to the office above"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    decreed(play)
    player.wait(3)
    player.own(
        play.transfer, "objections", {"grounds": "Anak saya sedang menjalani perawatan."}, play.mover.person
    )
    player.wait_working_days(21)
    player.day_has_come()
    player.wait(1)
    player.day_has_come()
    yield play.case


def failed_placement(player: Player) -> Iterator[Case]:
    """T1: the reviews show that it failed; an adjustment is triggered, and a second move mends the first"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    from_offices_to_duty(play)
    play.evaluate(((3, 95, "SUPPORT"), (6, 95, "ADJUST_DUTIES")), reached=False, score=2)
    yield play.case
    first = play.mover
    there = replace(first, unit=play.opening.unit, post_code=play.opening.post_code)
    back = Play(player, there, Opening(first.agency, first.unit, first.post_code, first.position, 1))
    back.propose_for_need(*NEED, adjusts=play.transfer)
    back.verify()
    if "override" in back.open_steps():
        authority = back.holder(Office.APPOINTING_AUTHORITY)
        reason = "Penempatan pertama gagal menurut evaluasi; pegawai dikembalikan ke unit asal."
        back.act("overrides", authority, step="override", rules=["E08"], reason=reason)
    yield back.case
