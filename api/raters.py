"""Who may be named to be heard about a person: for the office that is to name them."""

from uuid import UUID

from fastapi import APIRouter

from api.answers import ANSWERS, access
from api.answers.cases import RatersAnswer, SittingAnswer
from api.bodies import StrictRoute
from api.entry import AReader
from api.paging import Cursor, Limit, page, read_cursor
from api.transfers import TransferId, may_see
from domain.refusals import AlreadyAnswered, NotTheDecidingOffice
from domain.transfer.allowed import allowed
from domain.transfer.raters import no_peers, superiors, unit_beside
from projections import directory

router = APIRouter(prefix="/v1/transfers", tags=["transfers"], route_class=StrictRoute, responses=ANSWERS)


@router.get(
    "/{transfer_id}/raters",
    openapi_extra=access("the office of the open step, while it may ask for feedback"),
)
def list_raters(
    transfer_id: TransferId, reader: AReader, cursor: Cursor = None, limit: Limit = 50
) -> RatersAnswer:
    """Who may be named as the superior and as peers, by ids and posts alone. Nobody related to the person is among them.

    Of a unit with fewer peers than `fewestPeers`, all are to be named.
    """
    after = None if cursor is None else read_cursor(cursor, UUID)[0]
    shown = may_see(transfer_id, reader)
    if shown.transfer.raters:
        raise AlreadyAnswered
    acts = allowed(shown.transfer, shown.case, reader.act(shown.transfer.policy), reader.acts_for)
    step = next((each.step for each in acts if each.act == "ask-feedback"), None)
    if step is None:
        raise NotTheDecidingOffice
    facts = reader.house.cases.with_superiors(transfer_id)
    policy, unit = facts.policy, unit_beside(facts)
    today = facts.zone_of(facts.route.steps[step]).day_of(reader.at)
    office, above = superiors(facts, today) or (None, frozenset())
    with reader.house.runner.pool.connection() as connection:
        rows = (
            [] if unit is None else directory.sitting_in(connection, unit, no_peers(facts), after, limit + 1)
        )
    paged = page(rows, limit, lambda row: [row["person"]])
    return RatersAnswer(
        transfer=transfer_id,
        policy=policy.version,
        office=None if office is None else facts.office_at(office),
        superiors=sorted(above),
        unit=unit,
        fewest_peers=policy.limit("fewest_peers_asked"),
        most_peers=policy.limit("most_peers_asked"),
        peers=[SittingAnswer(**row) for row in paged["items"]],
        next=paged["next"],
    )
