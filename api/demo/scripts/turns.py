"""Cases that take another turn: refusals, silence, rivals, and what is sent twice."""

from collections.abc import Iterator

from api.demo.play import (
    NEED,
    OWN,
    PAIRS,
    PROVINCE,
    REGENCIES,
    Case,
    Fits,
    Play,
    across,
    until_decree,
    within,
)
from api.demo.player import NotAsExpected, Player
from application.demonstration import Mover, Opening, office_of
from domain.identity import OfficeKind as Office


def origin_refuses(player: Player) -> Iterator[Case]:
    """T2a: the origin refuses, with its reason; the person may ask again"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, across))
    post = str(play.opening.post)
    play.ask(*OWN)
    play.verify()
    play.hear()
    play.review_fit()
    mayor = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("proposals", mayor, step="receiving_proposal", number="800/7", post=post)
    player.wait(4)
    regent = play.holder(Office.APPOINTING_AUTHORITY, play.mover.agency)
    play.act(
        "refusals",
        regent,
        step="origin_release",
        reason="Unit asal akan kekurangan tiga pegawai pada bidang ini.",
    )
    yield play.case
    again = Play(player, play.mover, play.opening)
    player.wait(30)
    again.ask(*OWN)
    yield again.case


def withdrawn(player: Player) -> Iterator[Case]:
    """T1: taken back by the person before the decree; a second live request was refused meanwhile"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.ask(*NEED, "D01")
    player.wait(1)
    transfer = play.transfer
    play.ask(*NEED, "D01", refused="LiveRequestExists")
    play.transfer = transfer
    player.own(transfer, "withdrawals", {"reason": "Keadaan keluarga sudah berubah."}, play.mover.person)
    yield play.case


def silence_and_departure(player: Player) -> Iterator[Case]:
    """T1: nobody answers the feedback, the panel advises against, the authority departs from it with a reason"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED)
    play.verify()
    play.clear()
    play.ask_feedback()
    player.wait(1)
    personnel = play.holder(Office.PERSONNEL_OFFICE, play.mover.agency)
    play.act("feedback-closures", personnel, step="feedback", refused="FeedbackOutstanding")
    player.wait(40)
    play.close_feedback()
    player.own(play.transfer, "replies/waivers", {"step": "reply"}, play.mover.person)
    play.both_offices_agree()
    play.review_fit()
    play.panel("AGAINST", "Unit asal sedang menyelesaikan audit.")
    play.to_the_authority()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.decree(authority, refused="ReasonRequired")
    play.decree(authority, deviation="Audit selesai pekan lalu; kebutuhan unit tujuan tidak dapat ditunda.")
    play.take_effect()
    yield play.case


def one_seat_for_two(player: Player) -> Iterator[Case]:
    """T1: two people are proposed for the last seat; the second acceptance is refused"""
    first = Play(player, *PAIRS.take(player.cast, player.cast.movers, _last_seat(player)))
    rival = next(
        mover
        for mover in player.cast.movers
        if mover.agency == first.mover.agency
        and mover.position == first.mover.position
        and mover.person != first.mover.person
        and mover.unit != first.opening.unit
    )
    second = Play(player, rival, first.opening)
    for play in (first, second):
        play.propose_for_need(*NEED)
        play.verify()
        play.hear()
    first.both_offices_agree()
    second.both_offices_agree(refused="SeatNotFree")
    target = second.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(second.opening.unit))
    second.act("refusals", target, step="receiving_acceptance", reason="Formasi terakhir sudah dicadangkan.")
    yield first.case
    yield second.case


def _last_seat(player: Player) -> Fits:
    def fits(mover: Mover, opening: Opening) -> bool:
        alone = sum(
            other.agency == mover.agency and other.position == mover.position for other in player.cast.movers
        )
        return within(mover, opening) and alone > 1 and opening.free == 1

    return fits


def _within_a_regency(mover: Mover, opening: Opening) -> bool:
    return mover.agency == opening.agency and mover.agency in REGENCIES


def conflict_of_interest(player: Player) -> Iterator[Case]:
    """T1: the authority is related to the person, declares it and steps aside; its superior names a substitute"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, _within_a_regency))
    until_decree(play)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    reason = "Pegawai adalah keponakan saya."
    play.act("conflicts", authority, step="decree", kind="AKTUAL", reason=reason)
    play.decree(authority, refused="Recused")
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    substitute = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act(
        "substitutes",
        governor,
        step="decree",
        office=str(substitute.office),
        reason="Bupati mengundurkan diri dari keputusan ini; Gubernur memutus sebagai atasan.",
    )
    play.decree(substitute)
    yield play.case


def sent_twice(player: Player) -> Iterator[Case]:
    """T2a: the same request sent twice is one; advice before the consent it needs is refused, and nothing is lost"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, across))
    first = play.ask(*OWN)
    if player.send_again() != first:
        raise NotAsExpected("the same key, another answer")
    play.verify()
    personnel = play.holder(Office.PERSONNEL_OFFICE)
    early = {
        "step": "technical_consideration",
        "number": "AA-9",
        "post": str(play.opening.post),
        "note": "MS",
    }
    play.act("technical-considerations", personnel, refused="StepNotOpen", **early)
    play.hear()
    play.review_fit()
    receiving = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("proposals", receiving, step="receiving_proposal", number="800/1", post=str(play.opening.post))
    yield play.case
