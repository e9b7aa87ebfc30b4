"""A text of the law: as it is kept when it is proposed, and what it says, however old its form is."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from application.policies.calendars import calendar_of, local_calendar_of
from application.policies.heads import terms_of, terms_within
from application.policies.national import policy_of
from application.policies.older import FORM_WITHOUT_TERMS, FORMS
from application.policies.regional import additions_of
from application.policies.toml import TEXTS, BrokenPolicy, Table, parsed
from domain.calendar import Calendar, LocalCalendar
from domain.policy import NO_TERMS, LocalAdditions, Policy, Terms
from domain.policy_publication import LawKind, LawText
from domain.told import tell

Said = Policy | LocalAdditions | Calendar | LocalCalendar | Terms


@lru_cache(TEXTS)
def law_text(kind: LawKind, text: str, name: str = "", form: int = 0) -> LawText:
    """A text with what it says about itself; BrokenPolicy when it cannot be used. In today's form unless another is named."""
    name, form = name or kind, form or 1 + len(FORMS[kind])
    told = _in_todays_form(kind, parsed(text, name), form)
    said = _READERS[kind](told, name)
    wrong = (
        []
        if said.version.startswith(_PREFIXES[kind])
        else [tell("law_version_begins", begins=_PREFIXES[kind])]
    )
    if not _VERSION.fullmatch(said.version):
        wrong.append(tell("law_version_letters"))
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return LawText(
        kind=kind,
        version=said.version,
        region_code=getattr(said, "region_code", ""),
        valid_from=getattr(said, "valid_from", None),
        valid_to=getattr(said, "valid_to", None),
        legal_basis=str(told["legal_basis"]),
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        form=form,
    )


@lru_cache(TEXTS)
def read_law(law: LawText) -> Said:
    return _READERS[law.kind](_in_todays_form(law.kind, parsed(law.text, law.version), law.form), law.version)


@lru_cache(TEXTS)
def read_terms(law: LawText) -> Terms:
    """What a policy that was written before they had a text of their own tells of terms of heads."""
    if law.kind is not LawKind.POLICY or law.form >= FORM_WITHOUT_TERMS:
        return NO_TERMS
    return terms_within(parsed(law.text, law.version), law.version)


def _in_todays_form(kind: LawKind, told: Table, form: int) -> Table:
    for upcast in FORMS[kind][form - 1 :]:
        told = upcast(told)
    return told


_VERSION = re.compile(r"[A-Za-z0-9.-]{1,40}")
_PREFIXES = {
    LawKind.POLICY: "mutasi-",
    LawKind.LOCAL_ADDITIONS: "daerah-",
    LawKind.CALENDAR: "kalender-",
    LawKind.LOCAL_CALENDAR: "kalender-",
    LawKind.TERMS: "masa-jabatan-",
}
_READERS: Mapping[LawKind, Callable[[Table, str], Said]] = MappingProxyType(
    {
        LawKind.POLICY: policy_of,
        LawKind.LOCAL_ADDITIONS: additions_of,
        LawKind.CALENDAR: calendar_of,
        LawKind.LOCAL_CALENDAR: local_calendar_of,
        LawKind.TERMS: terms_of,
    }
)
