"""What Prometheus is told of the read side, and from where it may ask."""

from ipaddress import IPv4Network

from prometheus_client.parser import text_string_to_metric_families
from stories import balancing_move
from web import Web


def told(web: Web) -> dict[tuple[str, str], float]:
    answer = web.client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, sample.labels.get("projection", "")): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_position_and_lag_of_each_projection_are_told(live: Web) -> None:
    live.play(balancing_move(), until="GrantClearance")
    live.house.runner.wait_for(live.head)
    metrics = told(live)
    assert metrics["jejak_ledger_position", ""] == live.head
    for projection in live.house.runner.projections:
        name = projection.name
        assert metrics["jejak_projection_position", name] == live.head
        assert metrics["jejak_projection_behind_events", name] == 0
        assert metrics["jejak_projection_lag_seconds", name] == 0
        assert metrics["jejak_projection_stuck", name] == 0
        assert metrics["jejak_projection_complete", name] == 1


def test_nobody_is_named_in_them(live: Web) -> None:
    live.play(balancing_move(), until="VerifyFile")
    text = live.client.get("/metrics").text
    assert live.transfer not in text
    assert "Siti" not in text


def test_from_elsewhere_there_is_no_such_address(live: Web) -> None:
    live.house.settings.metrics_from = (IPv4Network("10.1.0.0/16"),)
    assert live.client.get("/metrics").status_code == 404


def test_a_caller_without_an_address_is_not_from_within(web: Web) -> None:
    assert web.client.get("/metrics").status_code == 404
