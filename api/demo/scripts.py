"""The cases: what officials and people do, day by day. Each yields the cases it made, with whose they are."""

from collections.abc import Callable, Iterator

from api.demo.play import (
    MINISTRY,
    NEED,
    OTHER_REGENCY,
    OWN,
    PAIRS,
    PROVINCE,
    REGENCIES,
    REVIEWS,
    Case,
    Play,
    across,
    advise,
    appoint,
    between,
    from_fit_to_duty,
    from_offices_to_duty,
    office_of,
    until_governor,
    until_proposed,
    within,
)
from api.demo.player import NotAsExpected, Player, document
from application.demonstration import Mover, Opening
from domain.identity import OfficeKind as Office

Script = Callable[[Player], Iterator[Case]]


def balancing_move(player: Player) -> Iterator[Case]:
    """T1: from a unit with too many to one with too few, to the last evaluation"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED)
    player.wait(1)
    play.verify()
    play.hear()
    from_offices_to_duty(play)
    play.evaluate(REVIEWS, reached=True)
    yield play.case


def to_another_regency(player: Player) -> Iterator[Case]:
    """T2a: at own request to another regency; the Governor decrees, the receiving authority appoints"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, across))
    until_governor(play)
    play.decree(play.holder(Office.APPOINTING_AUTHORITY, PROVINCE))
    appoint(play)
    play.evaluate(REVIEWS, reached=True)
    yield play.case


def own_request_within(player: Player) -> Iterator[Case]:
    """T1: at own request within the agency; an office whose step it is not is refused on the way"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.ask(*NEED, "D01")
    player.wait(1)
    stranger = play.holder(Office.INSPECTORATE)
    play.act("verifications", stranger, step="file_verification", refused="NotTheDecidingOffice")
    play.verify()
    play.hear()
    from_offices_to_duty(play)
    yield play.case


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


def incomplete_file(player: Player) -> Iterator[Case]:
    """T1: the workload analysis is missing; returned, resubmitted after four working days, and on from there"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need("D02", "D06", "D08", "D16")
    player.wait(1)
    play.verify(refused="MissingDocuments")
    personnel = play.holder(Office.PERSONNEL_OFFICE)
    play.act(
        "returns",
        personnel,
        step="file_verification",
        reason="Analisis beban kerja belum ada.",
        missing=["D03"],
    )
    player.wait(6)
    play.act("resubmissions", personnel, note="ABK dilampirkan.", documents=[document("D03", player.day)])
    play.verify()
    play.hear()
    from_offices_to_duty(play)
    yield play.case


def too_early(player: Player) -> Iterator[Case]:
    """T1: after fourteen months in post; the authority sets E02 aside, in writing"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.newcomers, within))
    play.propose_for_need(*NEED)
    play.verify()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    reason = "Kekosongan mendesak; pegawai satu-satunya yang bersertifikat."
    play.act(
        "overrides",
        authority,
        step="override",
        rules=["E04"],
        reason=reason,
        refused="RuleCannotBeOverridden",
    )
    play.act("overrides", authority, step="override", rules=["E02"], reason=reason)
    play.hear()
    from_offices_to_duty(play)
    yield play.case


def under_pledge(player: Player) -> Iterator[Case]:
    """T2a: six years after a ten-year pledge; found ineligible. The same person may move within the agency"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.pledged, across))
    play.ask(*OWN)
    play.verify()
    yield play.case
    inside = next(
        (
            o
            for o in player.cast.openings
            if o.agency == play.mover.agency and o.position == play.mover.position
        ),
        None,
    )
    if inside is not None:
        inside_case = Play(player, play.mover, inside)
        player.wait(7)
        inside_case.propose_for_need(*NEED)
        inside_case.verify()
        inside_case.hear()
        from_offices_to_duty(inside_case)
        yield inside_case.case


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


def _last_seat(player: Player) -> Callable[[Mover, Opening], bool]:
    def fits(mover: Mover, opening: Opening) -> bool:
        alone = sum(
            other.agency == mover.agency and other.position == mover.position for other in player.cast.movers
        )
        return within(mover, opening) and alone > 1 and opening.free == 1

    return fits


def to_the_province(player: Player) -> Iterator[Case]:
    """T2c: from a regency to its province; straight to BKN's regional office, not through the Governor"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between(REGENCIES, {PROVINCE})))
    until_proposed(play)
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3", refused="StepNotOpen")
    player.wait(4)
    advise(play, play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))
    play.decree(governor)
    appoint(play)
    yield play.case


def across_provinces(player: Player) -> Iterator[Case]:
    """T3a: from another province; the Minister is consulted before BKN's advice, and decrees"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between({OTHER_REGENCY}, REGENCIES)))
    until_proposed(play)
    bkn, minister = (
        play.holder(Office.BKN_HEAD, "nation"),
        play.holder(Office.HOME_AFFAIRS_MINISTER, "nation"),
    )
    play.act("consents", minister, step="ministerial_coordination", number="100.2.1/77", note="Koordinasi")
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3")
    player.wait(5)
    advise(play, bkn)
    play.decree(governor, refused="NotTheDecidingOffice")
    play.decree(minister)
    appoint(play)
    yield play.case


def from_the_centre(player: Player) -> Iterator[Case]:
    """T4a: from a ministry to a regency; BKN's regional office itself decrees"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, between({MINISTRY}, REGENCIES)))
    until_proposed(play)
    player.wait(6)
    play.decree(play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))
    appoint(play)
    yield play.case


def conflict_of_interest(player: Player) -> Iterator[Case]:
    """T1: the authority is related to the person, declares it and steps aside; its superior names a substitute"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    play.both_offices_agree()
    play.review_fit()
    play.panel()
    play.to_the_authority()
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


def demoted_head(player: Player) -> Iterator[Case]:
    """T1: a head of office made a clerk with a clean record; the objection is granted, and the post given back"""
    play = Play(player, *PAIRS.take(player.cast, _heads(player), _to_a_desk, same_position=False))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    own_office = play.holder(Office.REGIONAL_OFFICE_HEAD, play.mover.agency, office_of(play.mover.unit))
    play.act(
        "conflicts",
        own_office,
        step="origin_release",
        kind="AKTUAL",
        reason="Mutasi ini menyangkut diri saya.",
    )
    secretary = play.holder(Office.AUTHORISED_OFFICIAL)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act(
        "substitutes",
        authority,
        step="origin_release",
        office=str(secretary.office),
        reason="Kepala OPD tidak memutus pelepasan dirinya sendiri.",
    )
    play.act("consents", secretary, step="origin_release", number="800/045")
    target = play.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(play.opening.unit))
    post = str(play.opening.post)
    play.act("consents", target, step="receiving_acceptance", number="800/046", post=post)
    from_fit_to_duty(play)
    player.wait(9)
    grounds = "Saya tidak pernah dijatuhi hukuman disiplin; ini penurunan jabatan tanpa dasar."
    player.own(play.transfer, "objections", {"grounds": grounds}, play.mover.person)
    player.wait(11)
    reason = "Tidak ada keputusan hukuman disiplin yang mendasari penurunan jabatan."
    play.act("objections/decisions", authority, granted=True, number="KEB-1/2025", reason=reason)
    yield play.case


def _heads(player: Player) -> list[Mover]:
    return [
        leader
        for leader in player.cast.leaders
        if leader.position.startswith(("Kepala Dinas", "Kepala Badan"))
    ]


def _to_a_desk(mover: Mover, opening: Opening) -> bool:
    return within(mover, opening) and opening.position == "Penelaah Teknis Kebijakan"


def late_objection(player: Player) -> Iterator[Case]:
    """T1: the person objects on the fifteenth working day; recorded as inadmissible, with what is left to them"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    _decreed(play)
    player.wait_working_days(15)
    player.own(
        play.transfer, "objections", {"grounds": "Jarak ke tempat tugas terlalu jauh."}, play.mover.person
    )
    yield play.case


def silent_authority(player: Player) -> Iterator[Case]:
    """T1: the authority does not decide the objection in 21 working days; it lapses and goes to the office above"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    _decreed(play)
    player.wait(3)
    player.own(
        play.transfer, "objections", {"grounds": "Anak saya sedang menjalani perawatan."}, play.mover.person
    )
    player.wait_working_days(21)
    player.day_has_come()
    player.wait(1)
    player.day_has_come()
    yield play.case


def _decreed(play: Play) -> None:
    """A T1 case as it should go, up to the decree on the player's day."""
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    play.both_offices_agree()
    play.review_fit()
    play.panel()
    play.to_the_authority()
    play.decree(play.holder(Office.APPOINTING_AUTHORITY))


def expired_clearance(player: Player) -> Iterator[Case]:
    """T1: the clearance is seven months old at the decree; renewed, and on without doing anything else again"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    play.both_offices_agree()
    play.review_fit()
    player.wait(213)
    play.panel()
    play.to_the_authority()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.decree(authority, refused="NotEligible")
    play.act("reassessments", authority, reason="Surat bebas temuan sudah lewat masa berlakunya.")
    play.clear()
    play.decree(authority)
    play.take_effect()
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


# By the number of the acceptance scenario, and what else happens to people.
SCENARIOS: tuple[tuple[str, Script], ...] = (
    ("1", balancing_move),
    ("2", to_another_regency),
    ("3", to_the_province),
    ("4", across_provinces),
    ("5", from_the_centre),
    ("6", too_early),
    ("7", under_pledge),
    ("9", origin_refuses),
    ("10", incomplete_file),
    ("14", demoted_head),
    ("15", late_objection),
    ("16", silent_authority),
    ("17", expired_clearance),
    ("22", conflict_of_interest),
    ("24", sent_twice),
    ("own request", own_request_within),
    ("withdrawn", withdrawn),
    ("silence", silence_and_departure),
    ("one seat", one_seat_for_two),
)
