"""What offices keep of people, what people tell of themselves, and how texts became law: made again, each at its own door."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from shutil import copytree
from typing import Any
from uuid import uuid4

import pytest
import texts
from cast import (
    BKN,
    BUDI,
    CITY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PANRB,
    REGENT,
    SITI,
    act_of,
    on,
    own_act,
)
from databases import copied
from ledgers import with_cast
from playing import Stage, stage_on
from test_replaying import line_of, tampered

from application import law, policies, records
from application.carrying_out import Sent
from application.ledger import Ledger
from application.publishing import Publishing, proposal
from application.recording import name_of_class
from application.records import Records
from application.registry import RecordFacts, Registry
from application.replaying import Again, NotRun, Replay, Tally, Verdict
from domain.act import Act
from domain.policy_publication import LawKind, PublicationRulesInstalled, PublishLaw, RejectLaw, WithdrawLaw
from domain.refusals import (
    DraftUnknown,
    FourEyes,
    NotTheDecidingOffice,
    NotTheRecordsOffice,
    OfficeNotHeld,
    ProceedingOver,
    VersionTaken,
)
from domain.registry.person import (
    Auditor,
    Certificate,
    Channel,
    Proceeding,
    ProceedingKind,
    Rating,
    StudyAssigned,
)

KEPT_AT, MADE_AT = on(2025, 5, 5), on(2025, 8, 1)
MATTER = Proceeding("HD-7", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 3))


def sent(act: Act) -> Sent:
    return Sent(act.by, act.at, act.command, "r", act.office)


def kept(ledger: Ledger, book: law.Law) -> None:
    """Every kind of record once, and an import that says the same kind of thing."""
    door, officer, inspector = Records(ledger, book), NORTH_PERSONNEL, NORTH_INSPECTORATE
    for command, office in (
        (records.OpenProceeding(SITI, MATTER), inspector),
        (records.CloseProceeding(SITI, "HD-7", date(2025, 4, 30)), inspector),
        (records.AwardCertificate(SITI, Certificate("SERDIK", "1141")), officer),
        (records.RateYear(SITI, 2022, Rating.VERY_GOOD), officer),
        (records.RateYear(SITI, 2020, 8543), officer),
        (records.AssignStudy(SITI, date(2027, 8, 31)), officer),
        (records.BindService(SITI, date(2029, 8, 31)), officer),
        (records.OpenFinding(SITI, "LHP-12", Auditor.BPK, date(2025, 3, 3)), inspector),
        (records.SettleFinding(SITI, "LHP-12", date(2025, 4, 1)), inspector),
        (records.RecordComplaint(SITI, "117", Channel.OMBUDSMAN, date(2025, 4, 2)), inspector),
        (records.TellOfComplaint(SITI, "WBS-31", Channel.WHISTLEBLOWING, date(2025, 4, 3)), None),
        (records.StateInterest(SITI, "Argamakmur"), None),
        (records.TellOfRelative(BUDI, SITI), None),
    ):
        act = own_act(command.person, KEPT_AT) if office is None else act_of(*office, KEPT_AT)
        door.carry_out(command, sent(act))
    imported = act_of(*officer, KEPT_AT)
    Registry(ledger, imported, "5d" * 32).carry_out([RecordFacts(SITI, (StudyAssigned(date(2028, 1, 1)),))])


def made(ledger: Ledger, book: law.Law) -> None:
    """Every act on texts once; then the program comes with other rules, and a region's text is judged by them."""
    door = Publishing(ledger, book)

    def do(command: Any, office: Any) -> None:
        door.carry_out(command, sent(act_of(*office, MADE_AT)))

    for number in (2, 3, 4):
        text = texts.policy(f"mutasi-2025.{number}", date(2025, 9, number), texts.SIX_MONTHS)
        proposed = proposal(LawKind.POLICY, text, "Perubahan")
        do(proposed, PANRB)
        version, digest = proposed.law.version, proposed.law.sha256
        match number:
            case 2:
                do(PublishLaw(version, digest, "1/2025"), BKN)
            case 3:
                do(RejectLaw(version, digest, "Belum perlu"), BKN)
            case _:
                do(WithdrawLaw(version, digest, "Ditunda"), PANRB)


def local_law(ledger: Ledger, book: law.Law) -> None:
    text = texts.local_days("kalender-17.03-2025.1", "17.03", date(2025, 9, 12))
    proposed = proposal(LawKind.LOCAL_CALENDAR, text, "Hari jadi")
    door = Publishing(ledger, book)
    door.carry_out(proposed, sent(act_of(*NORTH_PERSONNEL, MADE_AT)))
    command = PublishLaw(proposed.law.version, proposed.law.sha256, "2/2025")
    door.carry_out(command, sent(act_of(*REGENT, MADE_AT)))


@pytest.fixture(scope="module")
def history(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = copytree(policies.FOLDER, tmp_path_factory.mktemp("rules") / "policies")
    rules = folder / "publication.toml"
    rules.write_text(rules.read_text("utf-8").replace('"DEFINITIF", "PLT", "PLH"', '"DEFINITIF"'), "utf-8")
    with copied(server, template) as url, Ledger(url) as ledger:
        with_cast(ledger)
        law.install(ledger, datetime(2025, 1, 2, 5, tzinfo=UTC))
        book = law.Law(ledger)
        kept(ledger, book)
        made(ledger, book)
        law.install(ledger, datetime(2025, 7, 2, 5, tzinfo=UTC), folder)
        local_law(ledger, book)
        yield stage_on(url, ledger)


def departing(stage: Stage) -> list[Again]:
    return [again for again in Replay(stage.ledger).whole() if again.departs]


def test_all_of_it_follows_again(history: Stage) -> None:
    tally = Tally()
    for again in Replay(history.ledger).whole():
        assert not again.departs, again
        tally.take(again)
    counted = {kind: counts.get(Verdict.FOLLOWS, 0) for kind, counts in tally.kinds.items()}
    assert counted == {
        "OpenProceeding": 1,
        "CloseProceeding": 1,
        "AwardCertificate": 1,
        "RateYear": 2,
        "AssignStudy": 1,
        "BindService": 1,
        "OpenFinding": 1,
        "SettleFinding": 1,
        "RecordComplaint": 1,
        "TellOfComplaint": 1,
        "ImportRows": 1,
        "StateInterest": 1,
        "TellOfRelative": 1,
        "EnterTexts": 2,
        "ProposeLaw": 4,
        "PublishLaw": 2,
        "RejectLaw": 1,
        "WithdrawLaw": 1,
        NotRun.TOLD: 0,
    }
    stages = [each for each in Replay(history.ledger).whole() if each.kind == "EnterTexts"]
    assert [each.events[-1] for each in stages] == [name_of_class(PublicationRulesInstalled)] * 2


def test_an_agency_is_told_of_its_own_people_and_texts(history: Stage) -> None:
    of_the_north = list(Replay(history.ledger).whole(frozenset({NORTH_ID})))
    assert [each.kind for each in of_the_north][-2:] == ["ProposeLaw", "PublishLaw"]
    assert len([each for each in of_the_north if each.stream == SITI]) == 12, (
        "and the import is nobody's decision"
    )
    assert list(Replay(history.ledger).whole(frozenset({CITY_ID}))) == []


# Tampered with


def test_a_rating_translated_from_its_mark_to_something_better_is_told_and_not_shown(history: Stage) -> None:
    rated = line_of(history, "PerformanceRated")
    with tampered(history, rated, lambda body: body["data"].update(rating="SANGAT_BAIK")):
        (told,) = departing(history)
    assert (told.kind, told.verdict, told.stream) == ("RateYear", Verdict.DIFFERS, SITI)
    (place,) = told.departures
    assert (place.pointer, place.recorded, place.follows) == ("/rating", None, None)


def test_a_record_by_somebody_who_does_not_keep_it_is_refused(history: Stage) -> None:
    bound = line_of(history, "ServiceBound")
    office = str(act_of(*NORTH_INSPECTORATE, KEPT_AT).office)
    holder = str(act_of(*NORTH_INSPECTORATE, KEPT_AT).by)
    with tampered(history, bound, lambda body: body["act"].update(office=office, by=holder)):
        (told,) = departing(history)
    assert (told.verdict, told.refused) == (Verdict.REFUSED, NotTheRecordsOffice)
    assessed = line_of(history, "CertificateAwarded")
    with tampered(history, assessed, lambda body: body["act"].update(by=str(SITI))):
        (told,) = departing(history)
    assert told.refused is OfficeNotHeld
    with tampered(history, bound, lambda body: body["act"].update(capacity="PLT")):
        (told,) = departing(history)
    assert [each.pointer for each in told.departures] == ["/act/capacity"]


def test_what_an_import_recorded_no_longer_has_its_id_when_it_is_altered(history: Stage) -> None:
    imported = line_of(history, "StudyAssigned")
    with tampered(history, imported, lambda body: body["data"].update(until="2025-06-30")):
        (told,) = departing(history)
    assert (told.position, [each.pointer for each in told.departures]) == (
        imported.position,
        ["/act/command"],
    )


def test_a_matter_that_was_over_is_not_closed_again(history: Stage) -> None:
    opened = line_of(history, "ProceedingRecorded", last=2)
    with tampered(history, opened, lambda body: body["data"]["proceeding"].update(until="2025-03-31")):
        (told,) = departing(history)
    assert (told.kind, told.refused) == ("CloseProceeding", ProceedingOver)


def test_kinship_that_stands_with_one_side_alone_is_told(history: Stage) -> None:
    theirs = line_of(history, "KinshipDeclared")
    with tampered(history, theirs, lambda body: body["data"].update(relative=str(uuid4()))):
        (told,) = departing(history)
    assert [(each.stream, each.pointer) for each in told.departures] == [(SITI, "/relative")]


def test_a_text_made_law_by_who_proposed_it_is_refused(history: Stage) -> None:
    published = line_of(history, "LawPublished", last=2)
    proposer = act_of(*PANRB, MADE_AT)
    with tampered(history, published, lambda body: body["act"].update(by=str(proposer.by))):
        told = departing(history)[0]
    assert (told.kind, told.verdict, told.position) == ("PublishLaw", Verdict.REFUSED, published.position)
    proposed = line_of(history, "LawProposed", last=4)
    with tampered(history, proposed, lambda body: body["act"].update(by=str(act_of(*BKN, MADE_AT).by))):
        told_of = {again.position: again.refused for again in departing(history)}
    assert told_of[published.position] is FourEyes


def test_a_text_altered_before_it_was_published_no_longer_has_its_digest(history: Stage) -> None:
    proposed, published = line_of(history, "LawProposed", last=4), line_of(history, "LawPublished", last=2)

    def loosen(body: dict[str, Any]) -> None:
        body["data"]["law"]["text"] = body["data"]["law"]["text"].replace("value = 6,", "value = 1,", 1)

    with tampered(history, proposed, loosen):
        (told,) = departing(history)
    assert [each.pointer for each in told.departures] == ["/law/sha256"]

    def thoroughly(body: dict[str, Any]) -> None:
        loosen(body)
        body["data"]["law"]["sha256"] = texts.law(body["data"]["law"]["text"]).sha256

    with tampered(history, proposed, thoroughly):
        told_of = {again.position: again.refused for again in departing(history)}
    assert told_of[published.position] is DraftUnknown
    installed = line_of(history, "LawInstalled", last=4)
    with tampered(history, installed, loosen_the_first):
        told = departing(history)[0]
    assert (told.kind, [each.pointer for each in told.departures]) == ("EnterTexts", ["/law/sha256"])


def loosen_the_first(body: dict[str, Any]) -> None:
    text = body["data"]["law"]["text"]
    body["data"]["law"]["text"] = text.replace("value = 24,", "value = 12,", 1)


def test_what_a_text_was_held_against_is_on_record(history: Stage) -> None:
    """Rules the program once came with, altered afterwards, no longer give the digest each proposal names."""
    rules = line_of(history, "PublicationRulesInstalled", last=2)
    with tampered(history, rules, lambda body: body["data"].update(demands=body["data"]["demands"] + "#\n")):
        told = departing(history)
    assert {each.pointer for again in told for each in again.departures} == {"/demands"}
    assert len(told) == 3, "the three proposals that were held against them"

    def by_another_office(body: dict[str, Any]) -> None:
        offices = body["data"]["offices"]
        body["data"].update(offices=offices.replace("CIVIL_SERVICE_MINISTER", "BKN_HEAD"))

    with tampered(history, rules, by_another_office):
        refused = {again.refused for again in departing(history) if again.kind == "ProposeLaw"}
    assert refused == {NotTheDecidingOffice}
    with tampered(history, rules, lambda body: body["data"].update(demands="[")):
        assert Verdict.UNREADABLE in {again.verdict for again in departing(history)}


def test_a_version_is_proposed_once(history: Stage) -> None:
    third = line_of(history, "LawProposed", last=3)

    def same(body: dict[str, Any]) -> None:
        text = texts.policy("mutasi-2025.2", date(2025, 9, 3), texts.SIX_MONTHS)
        body["data"]["law"].update(version="mutasi-2025.2", text=text, sha256=texts.law(text).sha256)

    with tampered(history, third, same):
        told = {again.position: again.refused for again in departing(history)}
    assert told[third.position] is VersionTaken
