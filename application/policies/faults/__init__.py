"""What is wrong with a policy that can be read: how its parts do not fit each other, or what code asks of it.

asked.py what code asks by name | duties.py, answers.py, routes.py, reviews.py, orders.py the parts that have an order or an owner |
stated.py what people state from a list.
"""

from collections.abc import Iterator

from application.policies.faults.answers import answer_faults
from application.policies.faults.asked import LIMITS, asked_faults
from application.policies.faults.duties import duty_faults
from application.policies.faults.orders import order_faults
from application.policies.faults.reviews import review_faults
from application.policies.faults.routes import route_faults
from application.policies.faults.stated import stated_faults
from domain.policy import Policy
from domain.told import Told, tell

__all__ = ["LIMITS", "faults"]


def faults(policy: Policy) -> Iterator[Told]:
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        yield tell("law_over_before_it_began")
    for look in _LOOKS:
        yield from look(policy)


_LOOKS = (asked_faults, stated_faults, order_faults, duty_faults, answer_faults, review_faults, route_faults)
