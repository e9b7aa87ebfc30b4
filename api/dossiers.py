"""The legality dossier as a sheet in one language, laid out as HTML or PDF. The same ledger gives the same bytes."""

from base64 import b64encode
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.words import catalogue, day_in_words, told_in
from application.legality import Gathered
from domain.legality.points import Point
from domain.policy import Words

Sheet = dict[str, Any]

_TEMPLATES = Path(__file__).parent / "templates"
_PAGES = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(sheet: Sheet) -> str:
    return _PAGES.get_template("legality.html").render(sheet=sheet)


def as_pdf(sheet: Sheet, gathered: Gathered) -> bytes:
    """Tagged, for archives (PDF/A-2a). Dated when its last event was recorded, and set in the fonts that come with the library."""
    import typst  # noqa: PLC0415 80 MB, which only those who ask for a PDF need

    made = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"sheet": orjson.dumps(sheet).decode()},
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
        timestamp=gathered.as_of.recorded_at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


@cache
def _template() -> bytes:
    return (_TEMPLATES / "legality.typ").read_bytes()


def sheet_of(gathered: Gathered, language: str) -> Sheet:
    """Plain texts and numbers, nothing of which is markup."""
    words = catalogue(language)["legality"]
    record = gathered.dossier.record
    return {
        "lang": language,
        "title": words["TITLE"],
        "about": words["ABOUT"],
        "decree": words["DECREE"],
        "number": record.issued.event.number,
        "facts": [[words[name], value] for name, value in _facts(gathered, language).items()],
        "columns": [words["POINT"], words["VERDICT"], words["TOLD"], words["EVIDENCE"]],
        "limbs": [
            {
                "code": limb,
                "title": words[limb],
                "about": words[f"{limb}_ABOUT"],
                "points": [_point(point, language) for point in points],
            }
            for limb, points in gathered.dossier.limbs.items()
        ],
        "evidence_title": words["EVIDENCE"],
        "evidence_about": words["EVIDENCE_ABOUT"],
        "evidence_columns": [words["POSITION"], words["EVENT"], words["RECORDED"], words["HASH"]],
        "evidence": _evidence(gathered),
        "foot": words["FOOT"].format(
            position=gathered.as_of.position, recorded=_moment(gathered.as_of.recorded_at)
        ),
    }


def title_of(point: Point) -> dict[str, str]:
    """A step's, a rule's or a document's is the policy's; the others' stand in the catalogue."""
    if point.title is not None:
        return {language: _said(point.title, language) for language in ("id", "en")}
    return {language: catalogue(language)["legality"][point.code] for language in ("id", "en")}


def leaf_text(leaf: bytes) -> str:
    return b64encode(leaf).decode()


def _said(words: Words, language: str) -> str:
    return words.id if language == "id" else words.en


def _facts(gathered: Gathered, language: str) -> dict[str, str]:
    record = gathered.dossier.record
    facts, decree = record.case.facts, record.decree
    profile, target, origin = facts.person.profile, facts.target, facts.origin
    told = {
        "NUMBER": record.issued.event.number,
        "SIGNED_ON": day_in_words(language, decree.on),
        "EFFECTIVE_ON": day_in_words(language, decree.effective_on),
        "SIGNED_BY": _signed_by(gathered),
        "PERSON": f"{profile.name}, NIP {profile.nip}",
        "ORIGIN": f"{origin.post.described.position.name}, {origin.unit.name}, {origin.agency.name}",
        "TARGET": f"{target.post.described.position.name}, {target.unit.name}, {target.agency.name}",
        "ROUTE": f"{_said(facts.route.title, language)} ({facts.route.legal_basis})",
        "POLICY": facts.policy.version,
        "CASE": str(facts.transfer_id),
    }
    return {name: value for name, value in told.items() if value}


def _signed_by(gathered: Gathered) -> str:
    """As it stands under a letter: a.n. the office whose act it is, by the one that did it."""
    record = gathered.dossier.record
    act = record.issued.act
    if record.decree.outside:
        return record.title_of(record.decree.office)
    office = record.title_of(act.office)
    signed = office if act.on_behalf_of is None else f"a.n. {record.title_of(act.on_behalf_of)}, {office}"
    return f"{signed}: {gathered.signed_by}" if gathered.signed_by else signed


def _point(point: Point, language: str) -> Sheet:
    return {
        "title": title_of(point)[language],
        "verdict": point.verdict,
        "word": catalogue(language)["legality"][point.verdict],
        "law": point.legal_basis,
        "told": [told_in(each, language) for each in point.told],
        "quote": point.quote,
        "evidence": [each.position for each in point.evidence],
    }


def _evidence(gathered: Gathered) -> list[Sheet]:
    """Every event named, once, in order."""
    named = {
        each.position: each
        for points in gathered.dossier.limbs.values()
        for point in points
        for each in point.evidence
    }
    return [
        {
            "position": position,
            "event": type(named[position].event).__name__,
            "recorded": _moment(named[position].recorded_at),
            "hash": leaf_text(gathered.leaves[position]),
        }
        for position in sorted(named)
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
