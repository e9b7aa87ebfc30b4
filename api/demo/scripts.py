"""The cases: what officials and people do, day by day. Each yields the cases it made, with whose they are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from api.demo.play import (
    CARETAKEN,
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
from application.policies import FOLDER
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
    until_proposed(play, (*OWN, "D15"))
    player.wait(6)
    play.decree(play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))
    appoint(play)
    yield play.case


def _within_a_regency(mover: Mover, opening: Opening) -> bool:
    return mover.agency == opening.agency and mover.agency in REGENCIES


def conflict_of_interest(player: Player) -> Iterator[Case]:
    """T1: the authority is related to the person, declares it and steps aside; its superior names a substitute"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, _within_a_regency))
    _until_decree(play)
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
    play = Play(player, *PAIRS.take(player.cast, _heads(player), _to_a_desk(player), same_position=False))
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    _released_by_substitute(play)
    from_fit_to_duty(play)
    player.wait(9)
    grounds = "Saya tidak pernah dijatuhi hukuman disiplin; ini penurunan jabatan tanpa dasar."
    player.own(play.transfer, "objections", {"grounds": grounds}, play.mover.person)
    player.wait(11)
    reason = "Tidak ada keputusan hukuman disiplin yang mendasari penurunan jabatan."
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("objections/decisions", authority, granted=True, number="KEB-1/2025", reason=reason)
    yield play.case


def _released_by_substitute(play: Play) -> None:
    """Both offices agree; who heads the one that is left steps aside, and the secretary releases them."""
    if not play.heads_the_origin:
        play.both_offices_agree()
        return
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


def _heads(player: Player) -> list[Mover]:
    return [
        leader
        for leader in player.cast.leaders
        if leader.position.startswith(("Kepala Dinas", "Kepala Badan"))
    ]


Fits = Callable[[Mover, Opening], bool]


def _to_a_desk(player: Player) -> Fits:
    def fits(mover: Mover, opening: Opening) -> bool:
        desk = opening.position == "Penelaah Teknis Kebijakan"
        return desk and within(mover, opening) and player.eligible(mover, opening)

    return fits


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


def _until_decree(play: Play) -> None:
    """A T1 case as it should go, up to where the authority has it."""
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    play.both_offices_agree()
    play.review_fit()
    play.panel()
    play.to_the_authority()


def _decreed(play: Play) -> None:
    """A T1 case as it should go, up to the decree on the player's day."""
    _until_decree(play)
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


def discipline_midway(player: Player) -> Iterator[Case]:
    """T1: a disciplinary matter is opened before the decree; the case stands still, and is not lost"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    _until_decree(play)
    inspectorate = play.holder(Office.INSPECTORATE, play.mover.agency)
    opened = {"number": f"862/{play.transfer[:8]}", "kind": "DISIPLIN", "level": "SEDANG"}
    since = {"since": player.day.isoformat()}
    player.record(f"people/{play.mover.person}/proceedings", opened | since, inspectorate)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.decree(authority, refused="NotEligible")
    play.act("reassessments", authority, reason="Proses hukuman disiplin dibuka.")
    play.decree(authority, refused="CaseIsSuspended")
    yield play.case


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
    _released_by_substitute(play)
    play.review_fit()
    play.panel()
    secretary = play.holder(Office.AUTHORISED_OFFICIAL)
    play.act("forwards", secretary, step="authorised_official", number="800/101", refused="StepNotOpen")
    minister = play.holder(Office.HOME_AFFAIRS_MINISTER, "nation")
    reason = "Penggantian pejabat dalam enam bulan sebelum penetapan pasangan calon tidak mendesak."
    play.act("refusals", minister, step="ministerial_consent", reason=reason)
    yield play.case
    player.day = date(2024, 4, 1)
    plain = [each for each in player.cast.movers if _may_be_moved_in(each, player.day)]
    play = Play(player, *PAIRS.take(player.cast, plain, _where_terms_are_known(player)))
    _decreed(play)
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
            secretary = play.holder(Office.AUTHORISED_OFFICIAL)
            play.act("forwards", secretary, step="authorised_official", number="1", refused="StepNotOpen")
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


_REDISTRIBUTION = ("D03", "D06", "D08", "D16", "D24")


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


def _school_of_others(rank: Callable[[str], bool]) -> Callable[[Mover, Opening], bool]:
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


def contract_staff_ask(player: Player) -> Iterator[Case]:
    """Contract staff (PPPK) ask to leave their agency: found ineligible, and warned what asking counts as"""
    anywhere = between(REGENCIES | {PROVINCE} | CARETAKEN, REGENCIES | {PROVINCE})
    everybody = player.cast.contract
    play = Play(player, *PAIRS.take(player.cast, everybody, _elsewhere(anywhere), same_position=False))
    play.ask(*OWN)
    play.verify()
    yield play.case


def _elsewhere(fits: Callable[[Mover, Opening], bool]) -> Callable[[Mover, Opening], bool]:
    return lambda mover, opening: fits(mover, opening) and mover.agency != opening.agency


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


_NEXT = "mutasi-2025.2"


def rule_changes(player: Player) -> Iterator[Case]:
    """The Minister shortens E02 from 24 to 6 months; what was decided before stays under the old rule, and says so"""
    player.day = date(2025, 4, 1)
    newcomers = [each for each in player.cast.newcomers if "2023-06-01" < each.since < "2024-10-01"]
    before = Play(player, *PAIRS.take(player.cast, newcomers, within))
    text = (FOLDER / "mutasi-2025.1.toml").read_text("utf-8")
    text = text.replace('version = "mutasi-2025.1"', f'version = "{_NEXT}"')
    text = text.replace("valid_from = 2020-01-01", "valid_from = 2025-05-02", 1)
    text = text.replace("minimum_months_in_post = { value = 24", "minimum_months_in_post = { value = 6", 1)
    digest = sha256(text.encode()).hexdigest()
    before.propose_for_need(*NEED)
    before.verify()
    minister = player.holder(Office.CIVIL_SERVICE_MINISTER, "nation")
    bkn = player.holder(Office.BKN_HEAD, "nation")
    draft = {"kind": "KEBIJAKAN", "text": text, "sha256": digest, "reason": "Masa kerja minimal enam bulan."}
    player.record("policies/drafts", draft, minister)
    publication = {"sha256": digest, "number": "PermenPANRB 9/2025"}
    player.record(f"policies/drafts/{_NEXT}/publications", publication, bkn)
    yield before.case
    player.day = date(2025, 5, 5)
    after = Play(player, *PAIRS.take(player.cast, newcomers, within))
    after.propose_for_need(*NEED)
    after.verify()
    yield after.case


# By the number of the acceptance scenario, and what else happens to people.
SCENARIOS: tuple[tuple[str, Script], ...] = (
    ("1", balancing_move),
    ("2", to_another_regency),
    ("3", to_the_province),
    ("4", across_provinces),
    ("5", from_the_centre),
    ("6", too_early),
    ("7", under_pledge),
    ("8", discipline_midway),
    ("9", origin_refuses),
    ("10", incomplete_file),
    ("11", election_window),
    ("12", last_day_before),
    ("13", mass_decree_of_a_caretaker),
    ("14", demoted_head),
    ("15", late_objection),
    ("16", silent_authority),
    ("17", expired_clearance),
    ("18", teacher_redistributed),
    ("19", lent_to_a_private_school),
    ("20", contract_staff_ask),
    ("21", failed_placement),
    ("22", conflict_of_interest),
    ("23", rule_changes),
    ("24", sent_twice),
    ("own request", own_request_within),
    ("withdrawn", withdrawn),
    ("silence", silence_and_departure),
    ("one seat", one_seat_for_two),
)
