"""How a text becomes law: proposed by one official, published by another, refused or withdrawn with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Self
from uuid import UUID

import pytest
from cast import (
    AGENCIES,
    BKN,
    CITY_PERSONNEL,
    GOVERNOR,
    KANREG,
    MAYOR,
    MINISTER,
    NORTH_PERSONNEL,
    OFFICES,
    PANRB,
    PROVINCE_ID,
    REGENT,
    act_of,
    on,
    own_act,
)

from application.policies import read_offices
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.identity import OfficeKind, office_id
from domain.policy_publication import (
    Gazette,
    LawCommand,
    LawEvent,
    LawInstalled,
    LawKind,
    LawProposed,
    LawPublished,
    LawRejected,
    LawText,
    LawWithdrawn,
    ProposeLaw,
    PublicationRulesInstalled,
    PublishLaw,
    RejectLaw,
    Standing,
    WithdrawLaw,
    decide,
    evolve,
    install_laws,
    install_rules,
)
from domain.refusals import (
    DatesOutOfOrder,
    DraftUnknown,
    FourEyes,
    LawDiffers,
    NoAuthority,
    NotTheDecidingOffice,
    NotTheRegionsOwn,
    ReasonRequired,
    Refused,
    RetroactiveLaw,
    UnlawfulText,
    VersionTaken,
)
from domain.told import Told, tell

RULES = read_offices()


def law(version: str = "mutasi-2026.1", text: str = "isi", **about: object) -> LawText:
    made = LawText(
        kind=LawKind.POLICY,
        version=version,
        region_code="",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_basis="PP 11/2017",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
    )
    return replace(made, **about)  # type: ignore[arg-type]


NEW = law()
LOCAL = law("daerah-17.03-2026.1", "lokal", kind=LawKind.LOCAL_ADDITIONS, region_code="17.03")
PROPOSE = ProposeLaw(NEW, "Waktu paling singkat dalam jabatan berubah")
PUBLISH = PublishLaw(NEW.version, NEW.sha256, "Peraturan BKN 1/2026")
REJECT = RejectLaw(NEW.version, NEW.sha256, "Dasar hukumnya belum terbit")
WITHDRAW = WithdrawLaw(NEW.version, NEW.sha256, "Ditunda")
BY_PANRB, BY_BKN = act_of(*PANRB, on(2025, 11, 3)), act_of(*BKN, on(2025, 12, 1))


@dataclass
class Publication:
    """A gazette told by its commands, as `given.Case` tells a case."""

    gazette: Gazette = field(default_factory=Gazette)
    faults: tuple[Told, ...] = ()
    last: Sequence[LawEvent] = ()
    refused: Refused | None = None

    def when(self, command: LawCommand, act: Act) -> Self:
        meant = command.law if isinstance(command, ProposeLaw) else self._draft(command)
        office = None if act.office is None else OFFICES[act.office].described
        agency = None if office is None else AGENCIES.get(office.agency)
        standing = Standing(RULES[meant.kind], office, agency, self.faults, "5a" * 32)
        self.last, self.refused = (), None
        try:
            self.last = decide(self.gazette, command, act, standing)
        except Refused as refused:
            self.refused = refused
        for event in self.last:
            self.gazette = evolve(self.gazette, event, act)
        return self

    def _draft(self, command: PublishLaw | RejectLaw | WithdrawLaw) -> LawText:
        draft = self.gazette.drafts.get(command.version)
        return NEW if draft is None else draft.law

    def then(self, *events: LawEvent) -> Self:
        assert self.refused is None, (self.refused, self.refused.violations)
        assert list(self.last) == list(events)
        return self

    def then_refused(self, why: type[Refused]) -> Self:
        assert type(self.refused) is why, (self.refused, self.last)
        return self


def proposed() -> Publication:
    return Publication().when(PROPOSE, BY_PANRB)


def local() -> Publication:
    return Publication().when(ProposeLaw(LOCAL, "Formasi"), act_of(*NORTH_PERSONNEL, on(2025, 11, 3)))


def published_locally(version: str = LOCAL.version) -> PublishLaw:
    return PublishLaw(version, LOCAL.sha256, "Perbup 7")


# Proposing


def test_the_whole_text_is_on_record_with_its_digest_and_what_it_was_checked_against() -> None:
    proposed().then(LawProposed(NEW, PROPOSE.reason, "5a" * 32))
    draft = proposed().gazette.drafts[NEW.version]
    assert (draft.law.text, draft.by, draft.office) == ("isi", BY_PANRB.by, office_id(*PANRB))
    assert not proposed().gazette.published


@pytest.mark.parametrize("office", [BKN, MINISTER, KANREG, REGENT, NORTH_PERSONNEL])
def test_only_the_ministers_office_proposes_national_law(office: tuple[OfficeKind, UUID]) -> None:
    Publication().when(PROPOSE, act_of(*office, on(2025, 11, 3))).then_refused(NotTheDecidingOffice)


def test_nobody_proposes_in_their_own_person_or_as_a_caretaker() -> None:
    Publication().when(PROPOSE, own_act(BY_PANRB.by, BY_PANRB.at)).then_refused(NotTheDecidingOffice)
    caretaker = replace(BY_PANRB, capacity=Capacity.CARETAKER)
    Publication().when(PROPOSE, caretaker).then_refused(NoAuthority)


def test_a_draft_gives_its_reason() -> None:
    Publication().when(replace(PROPOSE, reason=" "), BY_PANRB).then_refused(ReasonRequired)


def test_a_text_the_law_forbids_is_refused_with_the_path_that_breaks_it() -> None:
    publication = Publication(faults=(tell("law_no_seat_held", route="INTRA_INSTANSI"),))
    publication.when(PROPOSE, BY_PANRB).then_refused(UnlawfulText)
    assert publication.refused is not None
    (violation,) = publication.refused.violations
    assert (violation.version, violation.input) == (
        NEW.version,
        "INTRA_INSTANSI: no step holds the seat",
    )
    assert violation.told == publication.faults


def test_a_text_is_not_valid_backwards() -> None:
    backwards = replace(PROPOSE, law=replace(NEW, valid_to=date(2025, 12, 31)))
    Publication().when(backwards, BY_PANRB).then_refused(DatesOutOfOrder)


def test_a_version_means_one_text() -> None:
    other = ProposeLaw(law(text="lain"), "Lain")
    proposed().when(other, BY_PANRB).then_refused(VersionTaken)
    proposed().when(PUBLISH, BY_BKN).when(other, BY_PANRB).then_refused(VersionTaken)


# Publishing


def test_another_official_of_another_office_makes_it_law() -> None:
    publication = proposed().when(PUBLISH, BY_BKN)
    publication.then(LawPublished(NEW.version, NEW.sha256, PUBLISH.number))
    assert not publication.gazette.drafts
    published = publication.gazette.law(NEW.version)
    assert published is not None
    assert published.draft is not None
    assert (published.law, published.by, published.draft.by) == (NEW, BY_BKN.by, BY_PANRB.by)


@pytest.mark.parametrize("decision", [PUBLISH, REJECT])
def test_who_proposed_it_does_not_decide_on_it_whatever_other_office_they_hold(decision: LawCommand) -> None:
    same = replace(BY_BKN, by=BY_PANRB.by)
    proposed().when(decision, same).then_refused(FourEyes)


@pytest.mark.parametrize("decision", [PUBLISH, REJECT])
@pytest.mark.parametrize("office", [PANRB, MINISTER, GOVERNOR])
def test_only_bkn_decides_on_national_drafts(decision: LawCommand, office: tuple[OfficeKind, UUID]) -> None:
    proposed().when(decision, act_of(*office, BY_BKN.at)).then_refused(NotTheDecidingOffice)


def test_publishing_is_for_definitive_holders() -> None:
    proposed().when(PUBLISH, replace(BY_BKN, capacity=Capacity.ACTING)).then_refused(NoAuthority)


def test_what_is_published_is_what_was_read() -> None:
    proposed().when(replace(PUBLISH, sha256="0" * 64), BY_BKN).then_refused(DraftUnknown)
    Publication().when(PUBLISH, BY_BKN).then_refused(DraftUnknown)


def test_law_does_not_reach_back() -> None:
    proposed().when(PUBLISH, replace(BY_BKN, at=on(2026, 1, 2, 0))).then_refused(RetroactiveLaw)
    proposed().when(PUBLISH, replace(BY_BKN, at=on(2026, 1, 1, 23))).then(
        LawPublished(NEW.version, NEW.sha256, PUBLISH.number)
    )


def test_it_is_checked_again_beside_what_is_law_by_then() -> None:
    publication = proposed()
    publication.faults = (tell("law_not_newer", than="mutasi-2025.9"),)
    publication.when(PUBLISH, BY_BKN).then_refused(UnlawfulText)


# Refusing and withdrawing


def test_a_refused_or_withdrawn_draft_frees_its_version() -> None:
    for command, act, event in (
        (REJECT, BY_BKN, LawRejected(NEW.version, NEW.sha256, REJECT.reason)),
        (WITHDRAW, BY_PANRB, LawWithdrawn(NEW.version, NEW.sha256, WITHDRAW.reason)),
    ):
        publication = proposed().when(command, act).then(event)
        assert publication.gazette == Gazette()
        better = ProposeLaw(law(text="lebih baik"), "Diperbaiki")
        publication.when(better, BY_PANRB).when(PUBLISH, BY_BKN).then_refused(DraftUnknown)


def test_both_take_a_reason() -> None:
    proposed().when(replace(REJECT, reason=""), BY_BKN).then_refused(ReasonRequired)
    proposed().when(replace(WITHDRAW, reason=""), BY_PANRB).then_refused(ReasonRequired)


def test_the_office_that_proposed_it_withdraws_it() -> None:
    proposed().when(WITHDRAW, BY_BKN).then_refused(NotTheDecidingOffice)


# Of a region


def test_a_region_makes_its_own_law_with_two_of_its_officials() -> None:
    local().when(published_locally(), act_of(*REGENT, on(2025, 12, 1))).then(
        LawPublished(LOCAL.version, LOCAL.sha256, "Perbup 7")
    )


@pytest.mark.parametrize("office", [CITY_PERSONNEL, (OfficeKind.PERSONNEL_OFFICE, PROVINCE_ID)])
def test_no_other_region_proposes_it(office: tuple[OfficeKind, UUID]) -> None:
    act = act_of(*office, on(2025, 11, 3))
    Publication().when(ProposeLaw(LOCAL, "Formasi"), act).then_refused(NotTheRegionsOwn)


@pytest.mark.parametrize("office", [MAYOR, GOVERNOR])
def test_nor_publishes_it(office: tuple[OfficeKind, UUID]) -> None:
    local().when(published_locally(), act_of(*office, on(2025, 12, 1))).then_refused(NotTheRegionsOwn)


def test_its_day_begins_in_its_own_zone() -> None:
    """1 January 2026, 23:30 in Jakarta, is the 2nd in Papua."""
    act = act_of(*REGENT, on(2026, 1, 1, 23))
    office = OFFICES[office_id(*REGENT)].described
    agency = replace(AGENCIES[office.agency], zone=Zone.WIT)
    standing = Standing(RULES[LawKind.LOCAL_ADDITIONS], office, agency)
    with pytest.raises(RetroactiveLaw):
        decide(local().gazette, published_locally(), act, standing)


# The texts an installation begins with


def test_they_are_entered_once_into_an_empty_gazette() -> None:
    events = install_laws(None, [NEW, LOCAL])
    assert events == [LawInstalled(NEW), LawInstalled(LOCAL)]
    gazette = None
    for event in events:
        gazette = evolve(gazette, event, BY_BKN)
    assert gazette is not None
    assert [each.law for each in gazette.published] == [NEW, LOCAL]
    assert install_laws(gazette, [NEW, LOCAL]) == []
    assert install_laws(gazette, [law("mutasi-2027.1")]) == [], "a later text is published, not installed"


def test_the_rules_of_publication_are_entered_whenever_they_are_others() -> None:
    rules = PublicationRulesInstalled(offices="a", demands="b")
    assert install_rules(None, rules) == install_rules(Gazette(), rules) == [rules]
    gazette = evolve(proposed().gazette, rules, BY_BKN)
    assert (gazette.rules, set(gazette.drafts)) == (rules, {NEW.version})
    assert install_rules(gazette, rules) == []
    stricter = replace(rules, demands="c")
    assert install_rules(gazette, stricter) == [stricter]


def test_a_file_that_differs_from_what_is_published_is_refused_loudly() -> None:
    gazette = proposed().when(PUBLISH, BY_BKN).gazette
    with pytest.raises(LawDiffers, match=r"mutasi-2026\.1"):
        install_laws(gazette, [law(text="diam-diam diubah")])
