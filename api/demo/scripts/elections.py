"""The window before an election, and what a caretaker decreed without leave."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from api.demo.play import NEED, PAIRS, PROVINCE, Case, Fits, Play, decreed, released_by_substitute
from api.demo.player import Player
from application.demonstration import Mover, Opening
from domain.identity import OfficeKind as Office

_TERMS_KNOWN = {PROVINCE, "5871"}
_OF_SCHOOLS_AND_CLINICS = ("Kepala Sekolah", "Kepala Puskesmas")


def election_window(player: Player) -> Iterator[Case]:
    """T1, April 2024: an official may not be replaced in the election window without the Minister; others may"""
    player.day = date(2024, 4, 1)
    heads = [
        each
        for each in player.cast.leaders
        if _may_be_moved_in(each, player.day) and not each.position.startswith(_OF_SCHOOLS_AND_CLINICS)
    ]
    play = Play(player, *PAIRS.take(player.cast, heads, _where_terms_are_known(player), same_position=False))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    released_by_substitute(play)
    play.review_fit()
    play.panel()
    personnel = play.holder(Office.PERSONNEL_OFFICE)
    play.act("forwards", personnel, step="authorised_official", number="800/101", refused="StepNotOpen")
    minister = play.holder(Office.HOME_AFFAIRS_MINISTER, "nation")
    reason = "Penggantian pejabat dalam enam bulan sebelum penetapan pasangan calon tidak mendesak."
    play.act("refusals", minister, step="ministerial_consent", reason=reason)
    yield play.case
    player.day = date(2024, 4, 1)
    plain = [each for each in player.cast.movers if _may_be_moved_in(each, player.day)]
    play = Play(player, *PAIRS.take(player.cast, plain, _where_terms_are_known(player)))
    decreed(play)
    yield play.case


def _may_be_moved_in(mover: Mover, day: date) -> bool:
    """Two years in post by then."""
    return mover.since < day.replace(year=day.year - 2).isoformat()


def _where_terms_are_known(player: Player) -> Fits:
    """Within a government whose head's term the policy knows, and found eligible when asked beforehand."""

    def fits(mover: Mover, opening: Opening) -> bool:
        known = mover.agency == opening.agency and mover.agency in _TERMS_KNOWN
        return known and player.eligible(mover, opening)

    return fits


def last_day_before(player: Player) -> Iterator[Case]:
    """T1: two heads of a school or clinic, one decided the day before the window opens, one on its first day"""
    heads = [each for each in player.cast.leaders if each.position.startswith(_OF_SCHOOLS_AND_CLINICS)]
    for day, needs_consent in ((date(2024, 3, 21), False), (date(2024, 3, 22), True)):
        player.day = date(2024, 3, 11)
        play = Play(
            player, *PAIRS.take(player.cast, heads, _where_terms_are_known(player), same_position=False)
        )
        play.propose_for_need(*NEED)
        play.verify()
        play.hear()
        player.day = day
        play.both_offices_agree()
        play.review_fit()
        play.panel()
        if not needs_consent:
            play.to_the_authority()
            play.decree(play.holder(Office.APPOINTING_AUTHORITY))
        else:
            personnel = play.holder(Office.PERSONNEL_OFFICE)
            play.act("forwards", personnel, step="authorised_official", number="1", refused="StepNotOpen")
            minister = play.holder(Office.HOME_AFFAIRS_MINISTER, "nation")
            play.act("consents", minister, step="ministerial_consent", number="100.2.2.6/9")
            play.to_the_authority()
            play.decree(play.holder(Office.APPOINTING_AUTHORITY))
        yield play.case


_CARETAKER_AT = "5808"
_MANY = 31


def mass_decree_of_a_caretaker(player: Player) -> Iterator[Case]:
    """31 people moved by a caretaker without BKN's advice, recorded as a fact; BKN asks to revoke it, which is done"""
    cast = player.cast
    openings = [each for each in cast.openings if each.agency == _CARETAKER_AT]
    people = cast.caretaken[:_MANY]
    placed = [
        {"person": str(mover.person), "post": str(next(o.post for o in openings if o.unit != mover.unit))}
        for mover in people
    ]
    caretaker = player.holder(Office.APPOINTING_AUTHORITY, _CARETAKER_AT)
    inspectorate = player.holder(Office.INSPECTORATE, _CARETAKER_AT)
    signed = player.day.isoformat()
    made = player.record(
        "outside-decrees",
        {
            "office": str(caretaker.office),
            "number": "821/99/2025",
            "signedOn": signed,
            "signedAs": "PJ",
            "effectiveOn": signed,
            "grounds": "Penyegaran organisasi",
            "source": "Salinan keputusan dari pengaduan, 700/9",
            "people": placed,
        },
        inspectorate,
    )
    shown = player.show_decree(made["decree"], inspectorate)
    cases = [(each["transfer"], UUID(each["person"])) for each in shown["facts"]["annex"]]
    player.wait(14)
    advice = {
        "source": "BKN",
        "number": "26/KR.VII/2025",
        "text": "Keputusan tanpa pertimbangan teknis agar dicabut.",
    }
    player.act(cases[0][0], "recommendations", advice, inspectorate)
    player.wait(5)
    reason = "Ditetapkan penjabat tanpa persetujuan Mendagri dan pertimbangan teknis BKN."
    body = {"number": "821/112/2025", "reason": reason, "legalBasis": "Perpres 116/2022"}
    player.decree(made["decree"], "revocations", body, caretaker)
    yield cases[0]
