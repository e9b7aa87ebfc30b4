"""What is in force: limits, rules, routes and windows, each with its legal basis. Frozen values; policies/ holds them.

version.py the whole | transfer_types.py, routes.py, order.py, documents.py what a transfer is and goes through | duties.py whose the
rest is, answers.py who is heard | limits.py, rules.py, ranks.py, ratings.py, retirement.py, windows.py, needs.py what it is judged by | evaluations.py,
objections.py what follows | oversight.py who looks on | additions.py what a region asks beyond | words.py both languages.
"""

from domain.policy.additions import LocalAdditions, enclosing
from domain.policy.answers import UNITS, Respondent, Role
from domain.policy.documents import ContentType, DocumentRequirement, Ground, Signatory, Uploads
from domain.policy.duties import Bar, Delegable, Duty, Mandate, Superior
from domain.policy.evaluations import Competence, EvaluationRound, Improvement, Trigger
from domain.policy.limits import Limit, Tightening
from domain.policy.needs import Needs, Weighed
from domain.policy.objections import Objections
from domain.policy.order import Acts, RestsOn, ground
from domain.policy.oversight import Indicator, Insight, Purpose, Readers, Severity
from domain.policy.ranks import Ladder, Ranks, Rung
from domain.policy.ratings import Band, RatingScale
from domain.policy.retirement import Family, Retirement
from domain.policy.routes import (
    Addressee,
    Condition,
    Costs,
    FixedTerm,
    Hindrance,
    Initials,
    Route,
    Side,
    Step,
    StepKind,
)
from domain.policy.rules import CompetencyTest, LeastRating, PositionDemand, Redistribution, Rule, Sanctions
from domain.policy.transfer_types import Initiative, Programme, TransferType
from domain.policy.version import Policy
from domain.policy.windows import NO_TERMS, Term, Terms, Windows
from domain.policy.words import Words

__all__ = [
    "NO_TERMS",
    "UNITS",
    "Acts",
    "Addressee",
    "Band",
    "Bar",
    "Competence",
    "CompetencyTest",
    "Condition",
    "ContentType",
    "Costs",
    "Delegable",
    "DocumentRequirement",
    "Duty",
    "EvaluationRound",
    "Family",
    "FixedTerm",
    "Ground",
    "Hindrance",
    "Improvement",
    "Indicator",
    "Initials",
    "Initiative",
    "Insight",
    "Ladder",
    "LeastRating",
    "Limit",
    "LocalAdditions",
    "Mandate",
    "Needs",
    "Objections",
    "Policy",
    "PositionDemand",
    "Programme",
    "Purpose",
    "Ranks",
    "RatingScale",
    "Readers",
    "Redistribution",
    "Respondent",
    "RestsOn",
    "Retirement",
    "Role",
    "Route",
    "Rule",
    "Rung",
    "Sanctions",
    "Severity",
    "Side",
    "Signatory",
    "Step",
    "StepKind",
    "Superior",
    "Term",
    "Terms",
    "Tightening",
    "TransferType",
    "Trigger",
    "Uploads",
    "Weighed",
    "Windows",
    "Words",
    "enclosing",
    "ground",
]
