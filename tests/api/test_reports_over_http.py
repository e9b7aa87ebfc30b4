"""Accountability reports over HTTP: by agency, the same bytes for the same position, few people hidden."""

import cast
import pytest
from cast import CITY_ID, NORTH_ID, NORTH_INSPECTORATE, NORTH_PERSONNEL, SITI, act_of, official, on
from stories import balancing_move
from web import Web

from domain.identity import OfficeKind
from domain.transfer.commands import WithdrawTransfer
from projections.reports import REPORTS

INSPECTOR = official(*NORTH_INSPECTORATE)


def test_a_case_is_counted_by_those_who_oversee_it_and_by_nobody_else(web: Web) -> None:
    web.play(balancing_move())
    for name in REPORTS:
        answer = web.get(f"/v1/reports/{name}", INSPECTOR, after=web.head)
        assert answer.status_code == 200, (name, answer.text)
        print(name, answer.text[:1500])
    steps = web.get("/v1/reports/steps", INSPECTOR, by="agency,step,office")
    print(steps.text)
    assert 0
