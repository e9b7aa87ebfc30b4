"""The ten questions of an inspectorate (docs/inspectorate.md), each with the one request that answers it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from api.demo.player import Json, Player
from domain.identity import OfficeKind

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "Are files complete when they come, and how many requests are sent back or taken back?": (
            "/v1/reports/requests?by=origin,initiative"
        ),
        "How long does each step take, and which offices are late?": "/v1/reports/steps?by=step,office",
        "Which rules were set aside, by which office, on which ground?": (
            "/v1/reports/overrides?by=rule,office,ground"
        ),
        "Why were transfers refused?": "/v1/reports/refusals?by=reason,initiative",
        "Who is moved up, aside or down, at whose initiative, and how often was it objected to or revoked?": (
            "/v1/reports/moves?by=direction,initiative"
        ),
        "Who was replaced in a closed window, with and without the Minister's consent?": (
            "/v1/reports/windows?by=window,office"
        ),
        "Who objected to what, and was it decided in time?": "/v1/reports/objections?by=against,outcome",
        "Are moves looked back on in time, and do they reach their goals?": (
            "/v1/reports/evaluations?by=months,outcome,policy"
        ),
        "Do moves go where people are lacking, and is the imbalance lower afterwards?": (
            "/v1/reports/balance?by=kind"
        ),
        "Was the person consulted before the decree, and told before it took effect?": (
            "/v1/reports/communication?by=receiving,initiative"
        ),
    }
)


def answered(player: Player) -> Iterator[tuple[str, str, int]]:
    """Each question with its request, and in how many lines the inspectorates of all agencies are answered."""
    agencies = {held.agency for held in player.cast.holders if held.kind is OfficeKind.INSPECTORATE}
    inspectors = [player.holder(OfficeKind.INSPECTORATE, agency) for agency in sorted(agencies)]
    for question, path in QUESTIONS.items():
        answers: list[Json] = [player.look(path, inspector) for inspector in inspectors]
        yield question, path, sum(len(answer["rows"]) for answer in answers)
