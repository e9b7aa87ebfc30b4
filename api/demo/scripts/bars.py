"""What stands against a move: rules, files and proceedings, and what sets them aside."""

from collections.abc import Iterator

from api.demo.play import (
    CARETAKEN,
    NEED,
    OWN,
    PAIRS,
    PROVINCE,
    REGENCIES,
    Case,
    Fits,
    Play,
    across,
    between,
    from_offices_to_duty,
    until_decree,
    within,
)
from api.demo.player import Player, document
from domain.identity import OfficeKind as Office


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
    play.act(
        "resubmissions",
        personnel,
        note="ABK dilampirkan.",
        documents=[document("D03", player.day, play.opening.post)],
    )
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


def discipline_midway(player: Player) -> Iterator[Case]:
    """T1: a disciplinary matter is opened before the decree; the case stands still, and is not lost"""
    play = Play(player, *PAIRS.take(player.cast, player.cast.movers, within))
    until_decree(play)
    inspectorate = play.holder(Office.INSPECTORATE, play.mover.agency)
    opened = {"number": f"862/{play.transfer[:8]}", "kind": "DISIPLIN", "level": "SEDANG"}
    since = {"since": player.day.isoformat()}
    player.record(f"people/{play.mover.person}/proceedings", opened | since, inspectorate)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.decree(authority, refused="NotEligible")
    play.act("reassessments", authority, reason="Proses hukuman disiplin dibuka.")
    play.decree(authority, refused="CaseIsSuspended")
    yield play.case


def contract_staff_ask(player: Player) -> Iterator[Case]:
    """Contract staff (PPPK) ask to leave their agency: found ineligible, and warned what asking counts as"""
    anywhere = between(REGENCIES | {PROVINCE} | CARETAKEN, REGENCIES | {PROVINCE})
    everybody = player.cast.contract
    play = Play(player, *PAIRS.take(player.cast, everybody, _elsewhere(anywhere), same_position=False))
    play.ask(*OWN)
    play.verify()
    yield play.case


def _elsewhere(fits: Fits) -> Fits:
    return lambda mover, opening: fits(mover, opening) and mover.agency != opening.agency
