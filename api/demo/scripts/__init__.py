"""The cases: what officials and people do, day by day. Each yields the cases it made, with whose they are."""

from collections.abc import Callable, Iterator

from api.demo.play import Case
from api.demo.player import Player
from api.demo.scripts import bars, elections, law, remedies, routes, schools, turns

Script = Callable[[Player], Iterator[Case]]

# By the number of the acceptance scenario, and what else happens to people.
SCENARIOS: tuple[tuple[str, Script], ...] = (
    ("1", routes.balancing_move),
    ("2", routes.to_another_regency),
    ("3", routes.to_the_province),
    ("4", routes.across_provinces),
    ("5", routes.from_the_centre),
    ("6", bars.too_early),
    ("7", bars.under_pledge),
    ("8", bars.discipline_midway),
    ("9", turns.origin_refuses),
    ("10", bars.incomplete_file),
    ("11", elections.election_window),
    ("12", elections.last_day_before),
    ("13", elections.mass_decree_of_a_caretaker),
    ("14", remedies.demoted_head),
    ("15", remedies.late_objection),
    ("16", remedies.silent_authority),
    ("17", bars.expired_clearance),
    ("18", schools.teacher_redistributed),
    ("19", schools.lent_to_a_private_school),
    ("20", bars.contract_staff_ask),
    ("21", remedies.failed_placement),
    ("22", turns.conflict_of_interest),
    ("23", law.rule_changes),
    ("24", turns.sent_twice),
    ("own request", routes.own_request_within),
    ("withdrawn", turns.withdrawn),
    ("silence", turns.silence_and_departure),
    ("one seat", turns.one_seat_for_two),
)
