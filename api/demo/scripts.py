"""The ten cases: what officials and people do, day by day. Each yields the cases it made, with whose they are."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from api.demo.player import Json, Player, document
from application.demonstration import Cast, Holder, Mover, Opening
from domain.identity import OfficeKind as Office

Case = tuple[str, UUID]
Script = Callable[[Player], Iterator[Case]]

_SCORES = {"integrity": 4, "cooperation": 5, "service": 4, "expertise": 4}
_GOALS = ["Beban kerja unit tujuan kembali seimbang dalam satu tahun"]
_NEED = ("D02", "D03", "D06", "D08", "D16")
_OWN = ("D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16")


class Pairs:
    """People and the posts they go to; each is taken once."""

    def __init__(self) -> None:
        self._taken: set[object] = set()

    def take(
        self, cast: Cast, movers: list[Mover], fits: Callable[[Mover, Opening], bool]
    ) -> tuple[Mover, Opening]:
        for mover in movers:
            for opening in cast.openings:
                if mover.post in self._taken or opening.post in self._taken or mover.person in self._taken:
                    continue
                if mover.position == opening.position and mover.unit != opening.unit and fits(mover, opening):
                    self._taken |= {mover.person, mover.post, opening.post}
                    return mover, opening
        raise LookupError("the province is too small for another case; take more people")


_PAIRS = Pairs()
_CARETAKEN = {"5804", "5807", "5808"}  # where somebody else than a definitive official stands in
_PROVINCE = "5800"


def within(mover: Mover, opening: Opening) -> bool:
    return mover.agency == opening.agency and mover.agency not in _CARETAKEN


def _across(mover: Mover, opening: Opening) -> bool:
    agencies = {mover.agency, opening.agency}
    return len(agencies) == 2 and not agencies & {*_CARETAKEN, _PROVINCE}  # noqa: PLR2004 two governments


def office_of(unit: str) -> str:
    """The OPD a unit belongs to: the first level below the agency."""
    return ".".join(unit.split(".")[:2])


def peers_of(cast: Cast, mover: Mover) -> list[UUID]:
    """Three colleagues of the same agency, or as many as the cast knows."""
    known = [*cast.movers, *cast.newcomers, *cast.pledged]
    return [each.person for each in known if each.agency == mover.agency and each != mover][:3]


class _Play:
    """One case on its way: the routine acts, so that a script tells what is special about it."""

    def __init__(self, player: Player, mover: Mover, opening: Opening) -> None:
        self.player, self.mover, self.opening = player, mover, opening
        self.transfer = ""

    @property
    def case(self) -> Case:
        return self.transfer, self.mover.person

    def holder(self, kind: Office, agency: str | None = None, unit: str = "") -> Holder:
        return self.player.holder(kind, agency or self.opening.agency, unit)

    def act(self, act: str, holder: Holder, *, refused: str = "", **body: Any) -> Json:  # noqa: ANN401 any body
        return self.player.act(self.transfer, act, body, holder, refused=refused)

    # The head of every route

    def ask(self, *documents: str, refused: str = "") -> Json:
        """The person asks for themselves."""
        return self._request("APS", "Ingin bertugas lebih dekat dengan keluarga", documents, None, refused)

    def propose_for_need(self, *documents: str, refused: str = "") -> Json:
        """The receiving personnel office proposes, for the organisation's need."""
        reason = "Kelebihan pegawai di unit asal, kekurangan di unit tujuan"
        return self._request(
            "KEBUTUHAN_DINAS", reason, documents, self.holder(Office.PERSONNEL_OFFICE), refused
        )

    def _request(
        self, initiative: str, reason: str, documents: tuple[str, ...], holder: Holder | None, refused: str
    ) -> Json:
        body = {
            "person": str(self.mover.person),
            "targetPost": str(self.opening.post),
            "initiative": initiative,
            "reason": reason,
            "documents": [document(kind, self.player.day) for kind in documents],
        }
        person = self.mover.person if holder is None else holder.person
        told = self.player.request(body, person, None if holder is None else holder.office, refused=refused)
        self.transfer = told.get("transfer", self.transfer)
        return told

    def verify(self, *, refused: str = "") -> Json:
        office = self.holder(Office.PERSONNEL_OFFICE)
        return self.act("verifications", office, step="file_verification", refused=refused)

    def clear(self) -> None:
        office = self.holder(Office.INSPECTORATE, self.mover.agency)
        self.act("clearances", office, step="audit_clearance", number="700/118/INSP")

    def superior(self) -> Holder:
        return self.holder(Office.UNIT_HEAD, self.mover.agency, self.mover.unit)

    def peers(self) -> list[UUID]:
        return peers_of(self.player.cast, self.mover)

    def ask_feedback(self) -> None:
        self.act(
            "feedback-requests",
            self.holder(Office.PERSONNEL_OFFICE, self.mover.agency),
            step="feedback",
            superior=str(self.superior().person),
            peers=[str(peer) for peer in self.peers()],
        )

    def answer_feedback(self) -> None:
        own = {"text": "Saya siap ditempatkan di unit tujuan."}
        self.player.own(self.transfer, "feedback", own, self.mover.person)
        for rater in (self.superior().person, *self.peers()):
            told = {"scores": _SCORES, "text": "Rekan yang dapat diandalkan."}
            self.player.own(self.transfer, "feedback", told, rater)

    def close_feedback(self) -> None:
        self.act(
            "feedback-closures", self.holder(Office.PERSONNEL_OFFICE, self.mover.agency), step="feedback"
        )

    def hear(self) -> None:
        """Clearance and feedback, as they should go."""
        self.clear()
        self.ask_feedback()
        self.player.wait(2)
        self.answer_feedback()
        self.player.wait(1)
        self.close_feedback()

    def review_fit(self) -> None:
        office = self.holder(Office.PERSONNEL_OFFICE)
        self.act(
            "fit-reviews",
            office,
            step="transfer_plan",
            summary="Pendidikan sesuai; unit tujuan kekurangan pegawai.",
        )

    # Within one agency

    def both_offices_agree(self, *, refused: str = "") -> None:
        agency = self.mover.agency
        origin = self.holder(Office.REGIONAL_OFFICE_HEAD, agency, office_of(self.mover.unit))
        target = self.holder(Office.REGIONAL_OFFICE_HEAD, agency, office_of(self.opening.unit))
        self.act("consents", origin, step="origin_release", number="800/045")
        post = str(self.opening.post)
        self.act(
            "consents", target, step="receiving_acceptance", number="800/046", post=post, refused=refused
        )

    def panel(self, outcome: str = "FOR", reason: str = "Kinerja dan kompetensi sesuai.") -> None:
        panel = self.holder(Office.PERFORMANCE_PANEL)
        self.act(
            "considerations", panel, step="performance_panel", outcome=outcome, number="BA-07", reason=reason
        )

    def to_the_authority(self) -> None:
        secretary = self.holder(Office.AUTHORISED_OFFICIAL)
        self.act("forwards", secretary, step="authorised_official", number="800/101")

    # The decree and after

    def decree(self, authority: Holder, *, deviation: str = "", refused: str = "") -> Json:
        return self.act(
            "decrees",
            authority,
            step="decree",
            number=f"821/{self.mover.agency}/{self.player.day.year}",
            post=str(self.opening.post),
            effectiveOn=self.player.day.isoformat(),
            grounds="Pemerataan beban kerja menurut analisis kebutuhan",
            goals=_GOALS,
            deviation=deviation,
            refused=refused,
        )

    def take_effect(self) -> None:
        """Service, inauguration where the route asks for it, and the start of duty."""
        day = self.player.day.isoformat()
        personnel = self.holder(Office.PERSONNEL_OFFICE)
        self.act("services", personnel, step="service", servedOn=day, manner="diserahkan langsung")
        if "inauguration" in self.open_steps():
            authority = self.holder(Office.APPOINTING_AUTHORITY)
            self.act("inaugurations", authority, step="inauguration", heldOn=day, number="BA-9")
        office = self.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(self.opening.unit))
        post = str(self.opening.post)
        self.act("duty-starts", office, step="duty_start", startedOn=day, number="SPMT-12", post=post)

    def open_steps(self) -> set[str]:
        shown, _ = self.player.case(self.transfer, self.mover.person)
        return {step["step"] for step in shown["facts"]["route"] if step["state"] == "OPEN"}

    def evaluate(self, outcomes: tuple[tuple[int, int, str], ...], *, reached: bool) -> None:
        """The reviews: (months, days to wait, outcome)."""
        personnel = self.holder(Office.PERSONNEL_OFFICE)
        answering = (
            ("SUPERIOR", self.holder(Office.UNIT_HEAD, None, self.opening.unit)),
            (
                "ORIGIN_UNIT",
                self.holder(Office.REGIONAL_OFFICE_HEAD, self.mover.agency, office_of(self.mover.unit)),
            ),
            ("RECEIVING_UNIT", self.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(self.opening.unit))),
        )
        for months, days, outcome in outcomes:
            self.player.wait(days)
            path = f"evaluations/{months}/answers"
            own = {"role": "SUBJECT", "scores": _SCORES, "text": "Sudah menyesuaikan diri."}
            self.player.own(self.transfer, path, own, self.mover.person)
            for role, holder in answering:
                self.act(path, holder, role=role, scores=_SCORES, text="Berjalan baik.")
            closing = months == outcomes[-1][0]
            goals = [{"goal": goal, "reached": reached} for goal in _GOALS] if closing else []
            summary = "Sesuai tujuan mutasi."
            self.act(f"evaluations/{months}", personnel, outcome=outcome, goals=goals, summary=summary)


def _from_offices_to_duty(play: _Play) -> None:
    """The rest of a T1 route as it should go, from the consents to the start of duty."""
    play.both_offices_agree()
    play.player.wait(1)
    play.review_fit()
    play.panel()
    play.to_the_authority()
    play.player.wait(3)
    play.decree(play.holder(Office.APPOINTING_AUTHORITY))
    play.player.wait(1)
    play.take_effect()


_REVIEWS = ((3, 95, "CONTINUE"), (6, 95, "CONTINUE"), (12, 185, "SUCCESS"))


def balancing_move(player: Player) -> Iterator[Case]:
    """T1: from a unit with too many to one with too few, to the last evaluation"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*_NEED)
    player.wait(1)
    play.verify()
    play.hear()
    _from_offices_to_duty(play)
    play.evaluate(_REVIEWS, reached=True)
    yield play.case


def to_another_regency(player: Player) -> Iterator[Case]:
    """T2a: at own request to another regency; the Governor decrees, the receiving authority appoints"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, _across))
    _until_governor(play)
    governor = play.holder(Office.APPOINTING_AUTHORITY, _PROVINCE)
    play.decree(governor)
    player.wait(3)
    day, post = player.day.isoformat(), str(play.opening.post)
    mayor = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("appointments", mayor, step="appointment", number="821/30", post=post, effectiveOn=day)
    player.wait(1)
    play.take_effect()
    play.evaluate(_REVIEWS, reached=True)
    yield play.case


def _until_governor(play: _Play) -> None:
    player, post = play.player, str(play.opening.post)
    play.ask(*_OWN)
    player.wait(1)
    play.verify()
    play.hear()
    play.review_fit()
    mayor = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("proposals", mayor, step="receiving_proposal", number="800/1", post=post)
    player.wait(2)
    regent = play.holder(Office.APPOINTING_AUTHORITY, play.mover.agency)
    play.act("consents", regent, step="origin_release", number="800/2", post=post)
    governor = play.holder(Office.APPOINTING_AUTHORITY, _PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3")
    player.wait(5)
    bkn = play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII")
    play.act(
        "technical-considerations", bkn, step="technical_consideration", number="AA-123", post=post, note="MS"
    )
    player.wait(2)


def own_request_within(player: Player) -> Iterator[Case]:
    """T1: at own request within the agency; an office whose step it is not is refused on the way"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, within))
    play.ask(*_NEED, "D01")
    player.wait(1)
    stranger = play.holder(Office.INSPECTORATE)
    play.act("verifications", stranger, step="file_verification", refused="NotTheDecidingOffice")
    play.verify()
    play.hear()
    _from_offices_to_duty(play)
    yield play.case


def origin_refuses(player: Player) -> Iterator[Case]:
    """T2a: the origin refuses, with its reason; the person may ask again"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, _across))
    post = str(play.opening.post)
    play.ask(*_OWN)
    play.verify()
    play.hear()
    play.review_fit()
    mayor = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("proposals", mayor, step="receiving_proposal", number="800/7", post=post)
    player.wait(4)
    regent = play.holder(Office.APPOINTING_AUTHORITY, play.mover.agency)
    play.act(
        "refusals",
        regent,
        step="origin_release",
        reason="Unit asal akan kekurangan tiga pegawai pada bidang ini.",
    )
    yield play.case
    again = _Play(player, play.mover, play.opening)
    player.wait(30)
    again.ask(*_OWN)
    yield again.case


def incomplete_file(player: Player) -> Iterator[Case]:
    """T1: the workload analysis is missing; returned, resubmitted after four working days, and on from there"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need("D02", "D06", "D08", "D16")
    player.wait(1)
    play.verify(refused="MissingDocuments")
    personnel = play.holder(Office.PERSONNEL_OFFICE)
    play.act(
        "returns",
        personnel,
        step="file_verification",
        reason="Analisis beban kerja belum ada.",
        missing=["D03"],
    )
    player.wait(6)
    play.act("resubmissions", personnel, note="ABK dilampirkan.", documents=[document("D03", player.day)])
    play.verify()
    play.hear()
    _from_offices_to_duty(play)
    yield play.case


def too_early(player: Player) -> Iterator[Case]:
    """T1: after fourteen months in post; the authority sets E02 aside, in writing"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.newcomers, within))
    play.propose_for_need(*_NEED)
    play.verify()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    reason = "Kekosongan mendesak; pegawai satu-satunya yang bersertifikat."
    play.act(
        "overrides",
        authority,
        step="override",
        rules=["E04"],
        reason=reason,
        refused="RuleCannotBeOverridden",
    )
    play.act("overrides", authority, step="override", rules=["E02"], reason=reason)
    play.hear()
    _from_offices_to_duty(play)
    yield play.case


def under_pledge(player: Player) -> Iterator[Case]:
    """T2a: six years after a ten-year pledge; found ineligible. The same person may move within the agency"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.pledged, _across))
    play.ask(*_OWN)
    play.verify()
    yield play.case
    inside = next(
        (
            o
            for o in player.cast.openings
            if o.agency == play.mover.agency and o.position == play.mover.position
        ),
        None,
    )
    if inside is not None:
        inside_case = _Play(player, play.mover, inside)
        player.wait(7)
        inside_case.propose_for_need(*_NEED)
        inside_case.verify()
        inside_case.hear()
        _from_offices_to_duty(inside_case)
        yield inside_case.case


def withdrawn(player: Player) -> Iterator[Case]:
    """T1: taken back by the person before the decree; a second live request was refused meanwhile"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, within))
    play.ask(*_NEED, "D01")
    player.wait(1)
    transfer = play.transfer
    play.ask(*_NEED, "D01", refused="LiveRequestExists")
    play.transfer = transfer
    player.own(transfer, "withdrawals", {"reason": "Keadaan keluarga sudah berubah."}, play.mover.person)
    yield play.case


def silence_and_departure(player: Player) -> Iterator[Case]:
    """T1: nobody answers the feedback, the panel advises against, the authority departs from it with a reason"""
    play = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, within))
    play.propose_for_need(*_NEED)
    play.verify()
    play.clear()
    play.ask_feedback()
    player.wait(1)
    personnel = play.holder(Office.PERSONNEL_OFFICE, play.mover.agency)
    play.act("feedback-closures", personnel, step="feedback", refused="FeedbackOutstanding")
    player.wait(40)
    play.close_feedback()
    play.both_offices_agree()
    play.review_fit()
    play.panel("AGAINST", "Unit asal sedang menyelesaikan audit.")
    play.to_the_authority()
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.decree(authority, refused="ReasonRequired")
    play.decree(authority, deviation="Audit selesai pekan lalu; kebutuhan unit tujuan tidak dapat ditunda.")
    play.take_effect()
    yield play.case


def one_seat_for_two(player: Player) -> Iterator[Case]:
    """T1: two people are proposed for the last seat; the second acceptance is refused"""
    first = _Play(player, *_PAIRS.take(player.cast, player.cast.movers, _last_seat(player)))
    rival = next(
        mover
        for mover in player.cast.movers
        if mover.agency == first.mover.agency
        and mover.position == first.mover.position
        and mover.person != first.mover.person
        and mover.unit != first.opening.unit
    )
    second = _Play(player, rival, first.opening)
    for play in (first, second):
        play.propose_for_need(*_NEED)
        play.verify()
        play.hear()
    first.both_offices_agree()
    second.both_offices_agree(refused="SeatNotFree")
    target = second.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(second.opening.unit))
    second.act("refusals", target, step="receiving_acceptance", reason="Formasi terakhir sudah dicadangkan.")
    yield first.case
    yield second.case


def _last_seat(player: Player) -> Callable[[Mover, Opening], bool]:
    def fits(mover: Mover, opening: Opening) -> bool:
        alone = sum(
            other.agency == mover.agency and other.position == mover.position for other in player.cast.movers
        )
        return within(mover, opening) and alone > 1 and opening.free == 1

    return fits


SCRIPTS: tuple[Script, ...] = (
    balancing_move,
    to_another_regency,
    own_request_within,
    origin_refuses,
    incomplete_file,
    too_early,
    under_pledge,
    withdrawn,
    silence_and_departure,
    one_seat_for_two,
)
