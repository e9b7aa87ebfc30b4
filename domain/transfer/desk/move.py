"""The person, the two posts, and for how long: what a desk says of the move itself."""

from datetime import date
from uuid import UUID

from domain.policy import Costs, FixedTerm, Retirement, Side
from domain.registry.person import Person
from domain.registry.post import Post
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.facts import Facts, Place
from domain.transfer.judged import own_person, person_judged, position_judged
from domain.transfer.state import Posting


def person_of(person_id: UUID, person: Person, requested_on: date, audience: Audience) -> Json:
    subject = audience is Audience.SUBJECT
    judged = own_person(person) if subject else person_judged(person, requested_on)
    profile = person.profile
    return {
        "id": str(person_id),
        "nip": profile.nip,
        "name": profile.name,
        "status": profile.status,
        "agency": str(profile.agency),
        "rank": profile.rank,
        "education": f"{profile.education_level} {profile.education_name}".strip(),
        "postSince": None if person.post_since is None else person.post_since.isoformat(),
        "ratings": {str(year): rating for year, rating in sorted(person.ratings.items())},
        "interest": person.interest,
        "blocks": sorted(person.blocks),
    } | judged


def place_of(place: Place, retirement: Retirement) -> Json:
    post: Post = place.post
    return {
        "post": str(place.post_id),
        "position": post.described.position.name,
        "unit": place.unit.name,
        "unitKind": place.unit.kind,
        "agency": place.agency.name,
        "region": place.agency.region_code,
        "seats": post.described.seats,
        "occupied": len(post.occupants),
        "held": len(post.held),
        "supernumerary": post.supernumerary,
        "gap": post.gap,
    } | position_judged(post.described.position, retirement)


def costs_of(origin: Place, target: Place, costs: Costs) -> Json | None:
    """Who pays for a move between agencies."""
    if origin.agency_id == target.agency_id:
        return None
    pays = origin if costs.borne_by is Side.ORIGIN_AGENCY else target
    return {"agency": str(pays.agency_id), "legalBasis": costs.legal_basis}


def windows_of(facts: Facts) -> Json:
    """When the decree would take the Minister's consent; no such part where the windows do not bind the transfer, or there
    are none.
    """
    found = facts.windows.all() if facts.replaces_official else []
    shown = [
        {
            "region": region,
            "window": window.name,
            "since": window.since.isoformat(),
            "until": None if window.until is None else window.until.isoformat(),
        }
        for region, window in found
    ]
    return {"windows": shown} if shown else {}


def term_of(term: FixedTerm | None, posting: Posting | None, returns_to: UUID) -> Json | None:
    """For how long the person is sent, and where they return to; the days once the duty has begun."""
    if term is None:
        return None
    return {
        "months": term.months,
        "renewals": 0 if posting is None else posting.renewals,
        "mostRenewals": term.renewals,
        "beganOn": None if posting is None else posting.began_on.isoformat(),
        "endsOn": None if posting is None else posting.ends_on.isoformat(),
        "remindOn": None if posting is None else posting.remind_on.isoformat(),
        "ended": posting is not None and posting.ended,
        "returnsTo": str(returns_to),
        "legalBasis": term.legal_basis,
    }
