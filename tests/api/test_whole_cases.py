"""Whole cases over HTTP on PostgreSQL, from the request to the end."""

import cast
import pytest
from stories import Story, balancing_move, teacher_moves_to_the_city
from web import Web

pytestmark = pytest.mark.usefixtures("follows")


@pytest.mark.parametrize(
    ("story", "person", "status"),
    [
        (balancing_move(), cast.SITI, "CLOSED"),
        (teacher_moves_to_the_city(), cast.BUDI, "EVALUATING"),
    ],
    ids=["T1", "T2a"],
)
def test_a_case_runs_from_request_to_end(web: Web, story: Story, person: object, status: str) -> None:
    web.play_over_http(story)
    shown = web.get(f"/v1/transfers/{web.transfer}", person)  # type: ignore[arg-type]
    assert shown.status_code == 200
    assert shown.json()["facts"]["status"] == status
    after = shown.json()["position"]
    mine = web.get("/v1/me/transfers", person, after=after).json()["items"]  # type: ignore[arg-type]
    assert [(item["id"], item["status"]) for item in mine] == [(web.transfer, status)]
    history = web.get(f"/v1/transfers/{web.transfer}/history", person, after=after, limit=200).json()  # type: ignore[arg-type]
    assert [item["version"] for item in history["items"]] == list(range(1, len(history["items"]) + 1))
    assert history["items"][0]["event"] == "TransferRequested"
