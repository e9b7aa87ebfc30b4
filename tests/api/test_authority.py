"""Who may act: the holder of the office on that day, in a capacity the law accepts, about somebody else."""

from datetime import date
from uuid import UUID, uuid4

import cast
import pytest
from cast import (
    HEALTH_HEAD,
    LIBRARY_HEAD,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from stories import balancing_move
from web import Web, command_of

from domain.act import Act, Capacity
from domain.identity import office_id, person_id
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.person import KinshipDeclared
from domain.registry.tenure import Tenure
from domain.transfer.commands import GrantConsent, WithdrawTransfer

RELEASE = GrantConsent("origin_release", "045/PERPUS")
DEPUTY = person_id("deputy")


def refused(web: Web, command: object, act: Act, *, etag: str | None = None) -> dict[str, object]:
    """The refusal; nothing was recorded."""
    before = web.head
    answer = web.post(command, act, etag=etag)  # type: ignore[arg-type]
    assert answer.status_code == 403, answer.text
    assert web.head == before
    return answer.json()


def for_office(person: UUID, office: tuple[object, UUID], at: object) -> Act:
    return Act(person, at, uuid4(), cast.POLICY.version, office_id(*office))  # type: ignore[arg-type]


def test_an_office_one_does_not_hold(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    peer_of_hers = for_office(official(*HEALTH_HEAD), LIBRARY_HEAD, on(2025, 3, 17))
    assert refused(web, RELEASE, peer_of_hers)["type"] == "urn:jejak:problem:OfficeNotHeld"
    herself = for_office(SITI, LIBRARY_HEAD, on(2025, 3, 17))
    assert refused(web, RELEASE, herself)["type"] == "urn:jejak:problem:OfficeNotHeld"


def test_an_office_one_held_until_yesterday(web: Web) -> None:
    """The last day counts, the day after does not; who holds it now may act."""
    web.play(balancing_move(), until="origin_release")
    yesterday, today = on(2025, 3, 17, 23), on(2025, 3, 18, 0)
    former = act_of(*LIBRARY_HEAD, today)
    etag = web.seen(act_of(*LIBRARY_HEAD, yesterday))
    web.happens(
        office_id(*LIBRARY_HEAD),
        OfficeRelinquished(former.by, date(2025, 3, 17)),
        OfficeAssigned(Tenure(DEPUTY, Capacity.ACTING, date(2025, 3, 18))),
    )
    assert refused(web, RELEASE, former, etag=etag)["type"] == "urn:jejak:problem:OfficeNotHeld"
    too_early = for_office(DEPUTY, LIBRARY_HEAD, yesterday)
    assert refused(web, RELEASE, too_early, etag=etag)["type"] == "urn:jejak:problem:OfficeNotHeld"
    web.house.runner.wait_for(web.head)
    assert web.post(RELEASE, for_office(DEPUTY, LIBRARY_HEAD, today)).status_code == 201


@pytest.mark.parametrize(
    ("step", "office", "capacity", "law"),
    [
        ("performance_panel", NORTH_PANEL, Capacity.ACTING, "PP 11/2017 Ps. 191"),
        ("origin_release", LIBRARY_HEAD, Capacity.DAILY_ACTING, "UU 30/2014"),
        ("decree", REGENT, Capacity.ACTING, "tidak berwenang mengangkat, memindahkan"),
        ("decree", REGENT, Capacity.DAILY_ACTING, "tidak berwenang mengangkat, memindahkan"),
    ],
)
def test_a_capacity_the_law_does_not_accept(
    web: Web, step: str, office: tuple[object, UUID], capacity: Capacity, law: str
) -> None:
    web.play(balancing_move(), until=step)
    web.happens(office_id(*office), OfficeAssigned(Tenure(DEPUTY, capacity, date(2025, 1, 2))))  # type: ignore[arg-type]
    web.house.runner.wait_for(web.head)
    command, act = command_of(balancing_move(), step)
    refusal = refused(web, command, for_office(DEPUTY, office, act.at))
    assert refusal["type"] == "urn:jejak:problem:NoAuthority"
    (violation,) = refusal["violations"]  # type: ignore[misc]
    assert violation["rule"] == "CAPACITY"
    assert violation["version"] == cast.POLICY.version
    assert violation["input"].startswith(capacity)
    assert law in violation["legalBasis"]


def test_an_acting_head_whose_term_has_run_out(web: Web) -> None:
    """Three months, whether an end is on record or not; and what was seen as acting head is seen no longer."""
    web.play(balancing_move(), until="origin_release")
    since, at = date(2024, 12, 17), on(2025, 3, 17)
    web.happens(office_id(*LIBRARY_HEAD), OfficeAssigned(Tenure(DEPUTY, Capacity.ACTING, since)))
    web.house.runner.wait_for(web.head)
    assert web.get(web.case, DEPUTY, at).status_code == 404
    assert web.get(web.case, DEPUTY, on(2025, 3, 16)).status_code == 200
    late = for_office(DEPUTY, LIBRARY_HEAD, at)
    etag = web.seen(act_of(*LIBRARY_HEAD, at))
    assert refused(web, RELEASE, late, etag=etag)["type"] == "urn:jejak:problem:ActingTermOver"
    assert web.post(RELEASE, for_office(DEPUTY, LIBRARY_HEAD, on(2025, 3, 16)), etag=etag).status_code == 201


def test_the_capacity_on_record_is_the_one_the_office_tells_not_the_one_claimed(web: Web) -> None:
    """An acting head releases (the law accepts it), and the record says that it was an acting one."""
    web.play(balancing_move(), until="origin_release")
    web.happens(office_id(*LIBRARY_HEAD), OfficeAssigned(Tenure(DEPUTY, Capacity.ACTING, date(2025, 1, 2))))
    web.house.runner.wait_for(web.head)
    assert web.post(RELEASE, for_office(DEPUTY, LIBRARY_HEAD, on(2025, 3, 17))).status_code == 201
    (granted,) = [e for e in web.house.cases.history(UUID(web.transfer)) if e.act.by == DEPUTY]
    assert granted.act.capacity is Capacity.ACTING


def test_a_second_office_in_the_same_case(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    officer = official(*NORTH_PERSONNEL)
    web.happens(office_id(*LIBRARY_HEAD), OfficeAssigned(Tenure(officer, Capacity.ACTING, date(2025, 1, 2))))
    second = for_office(officer, LIBRARY_HEAD, on(2025, 3, 17))
    assert refused(web, RELEASE, second)["type"] == "urn:jejak:problem:SecondRole"


def test_a_relative(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    web.happens(SITI, KinshipDeclared(official(*LIBRARY_HEAD)))
    related = act_of(*LIBRARY_HEAD, on(2025, 3, 17))
    assert refused(web, RELEASE, related)["type"] == "urn:jejak:problem:ConflictOfInterest"


def test_a_step_of_another_office(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    neighbour = act_of(*HEALTH_HEAD, on(2025, 3, 17))
    assert refused(web, RELEASE, neighbour)["type"] == "urn:jejak:problem:NotTheDecidingOffice"


def test_only_the_applicant_withdraws(web: Web) -> None:
    """It was asked for by the personnel office: the person may see it, and not take it back."""
    web.play(balancing_move(), until="origin_release")
    herself = own_act(SITI, on(2025, 3, 17))
    assert refused(web, WithdrawTransfer("Batal"), herself)["type"] == "urn:jejak:problem:NotTheApplicant"
