"""The terms of regional heads, a text of their own; in older forms of the policy they stood in it."""

from dataclasses import fields

from pydantic import TypeAdapter

from application.policies.toml import BrokenPolicy, Table, left_over, taken_up
from domain.policy import Term, Terms
from domain.told import tell


def terms_of(told: Table, name: str) -> Terms:
    terms = taken_up(_TERMS, told, name)
    wrong = left_over(told, {each.name: None for each in fields(Terms)} | _TERMS.dump_python(terms))
    wrong += [
        tell("law_term_without_day", where=f"terms.{n}")
        for n, term in enumerate(terms.terms)
        if not _tells(term)
    ]
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return terms


def terms_within(told: Table, name: str) -> Terms:
    """Those a policy of an older form told. They are no version, so that any text of terms is newer."""
    return terms_of({"version": "", "legal_basis": told["legal_basis"], "terms": told.get("terms", [])}, name)


def _tells(term: Term) -> bool:
    return term.inaugurated_on is not None or term.candidates_designated_on is not None


_TERMS = TypeAdapter(Terms)
