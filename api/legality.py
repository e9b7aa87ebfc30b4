"""The legality dossier of a decree over HTTP: as JSON, as a page to read, and as a document to file."""

from collections import Counter
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from api.answers import ANSWERS, Sentence, access
from api.answers.oversight import LegalEvidence, LegalityAnswer, LegalPoint
from api.bodies import StrictRoute
from api.dossiers import as_html, as_pdf, leaf_text, sheet_of, title_of
from api.lookups import ALooker, Looker
from api.moments import AMoment
from api.settings import Mode
from api.transfers import TransferId, look_at, may_see
from api.words import told_in
from application.legality import Gathered, gather
from domain.legality.points import Limb, Point
from domain.lookups import What
from projections.past import LAST, When

router = APIRouter(prefix="/v1/transfers", tags=["transfers"], route_class=StrictRoute, responses=ANSWERS)

Language = Annotated[Literal["id", "en"], Query(description="of the page or the document")]
_ACCESS = access("as the case itself, raters excepted")
_HTML, _PDF = "text/html", "application/pdf"


def _answers(*kinds: str) -> dict[int | str, dict[str, Any]]:
    schemas = {_HTML: {"type": "string"}, _PDF: {"type": "string", "format": "binary"}}
    content = {kind: {"schema": schemas[kind]} for kind in kinds}
    return {int(HTTPStatus.OK): {"description": "the dossier", "content": content}}


@router.get("/{transfer_id}/legality", openapi_extra=_ACCESS, responses=_answers(_HTML, _PDF))
def show_legality(
    transfer_id: TransferId,
    reader: ALooker,
    response: Response,
    when: AMoment,
    lang: Language = "id",
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> LegalityAnswer:
    """Authority, procedure and substance of the decree, point by point, each with its law and its evidence.

    Also as a page or a document, to whoever accepts those (or at .html and .pdf). Asked as of the same moment, it is the
    same, byte for byte. What is sealed in the case is not in it.
    """
    gathered = _gathered(transfer_id, reader, when)
    if _PDF in accept:
        return _pdf(gathered, lang)  # type: ignore[return-value]
    if _HTML in accept:
        return _html(gathered, lang)  # type: ignore[return-value]
    response.headers["Vary"] = "Accept"
    return _answer(gathered)


@router.get(
    "/{transfer_id}/legality.html",
    openapi_extra=_ACCESS,
    response_class=Response,
    responses=_answers(_HTML),
)
def show_legality_page(
    transfer_id: TransferId, reader: ALooker, when: AMoment, lang: Language = "id"
) -> Response:
    """The same as a page to read and to print."""
    return _html(_gathered(transfer_id, reader, when), lang)


@router.get(
    "/{transfer_id}/legality.pdf",
    openapi_extra=_ACCESS,
    response_class=Response,
    responses=_answers(_PDF),
)
def show_legality_document(
    transfer_id: TransferId, reader: ALooker, when: AMoment, lang: Language = "id"
) -> Response:
    """The same as a document to file (PDF/A-2a, tagged)."""
    return _pdf(_gathered(transfer_id, reader, when), lang)


def _gathered(transfer_id: UUID, reader: Looker, when: When | None) -> Gathered:
    look_at(What.LEGALITY, may_see(transfer_id, reader), reader)
    house = reader.house
    demonstration = house.settings.mode is Mode.DEMO
    upto, day = (LAST, date.max) if when is None else (when.position, when.day)
    return gather(house.cases, house.ledger, transfer_id, upto, day, demonstration=demonstration)


def _html(gathered: Gathered, language: str) -> Response:
    return Response(as_html(sheet_of(gathered, language)), media_type=_HTML, headers=_headers(language))


def _pdf(gathered: Gathered, language: str) -> Response:
    name = f"legality-{str(gathered.dossier.record.case.id)[:8]}-{gathered.as_of.position}-{language}.pdf"
    headers = _headers(language) | {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(as_pdf(sheet_of(gathered, language), gathered), media_type=_PDF, headers=headers)


def _headers(language: str) -> dict[str, str]:
    return {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
    }


def _answer(gathered: Gathered) -> LegalityAnswer:
    record, limbs = gathered.dossier.record, gathered.dossier.limbs
    issued = record.issued.event
    return LegalityAnswer(
        transfer=record.case.id,
        decree=issued.decree,
        number=issued.number,
        signed_on=record.decree.on,
        effective_on=record.decree.effective_on,
        policy=record.policy.version,
        position=gathered.as_of.position,
        recorded_at=gathered.as_of.recorded_at,
        authority=[_point(each, gathered) for each in limbs[Limb.AUTHORITY]],
        procedure=[_point(each, gathered) for each in limbs[Limb.PROCEDURE]],
        substance=[_point(each, gathered) for each in limbs[Limb.SUBSTANCE]],
        on_record=dict(Counter(str(each.verdict) for points in limbs.values() for each in points)),
    )


def _point(point: Point, gathered: Gathered) -> LegalPoint:
    return LegalPoint(
        point=point.code,
        of=point.of,
        title=Sentence(**title_of(point)),
        verdict=point.verdict,
        legal_basis=point.legal_basis,
        told=[Sentence(id=told_in(each, "id"), en=told_in(each, "en")) for each in point.told],
        quote=point.quote,
        evidence=[
            LegalEvidence(
                event=type(each.event).__name__,
                stream=each.stream,
                position=each.position,
                record=leaf_text(gathered.leaves[each.position]),
                proof=f"/v1/audit/proofs/{each.position}",
            )
            for each in point.evidence
        ],
    )
