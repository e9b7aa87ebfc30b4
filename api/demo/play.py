"""One case on its way: the routine acts of every route, so that a script tells only what is special about it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api.demo.player import Json, Player, document
from application.demonstration import Cast, Holder, Mover, Opening, office_of
from domain.identity import OfficeKind as Office
from domain.identity import agency_id, unit_id

Case = tuple[str, UUID]
Fits = Callable[[Mover, Opening], bool]

SCORES = {"integrity": 4, "cooperation": 5, "service": 4, "expertise": 4}
GOALS = ["Beban kerja unit tujuan kembali seimbang dalam satu tahun"]
NEED = ("D02", "D03", "D06", "D08", "D16")
OWN = ("D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16")


class Pairs:
    """People and the posts they go to; each is taken once."""

    def __init__(self) -> None:
        self._taken: set[object] = set()

    def takes(self, person: UUID) -> bool:
        return person in self._taken

    def take(
        self,
        cast: Cast,
        movers: list[Mover],
        fits: Fits,
        *,
        openings: list[Opening] | None = None,
        same_position: bool = True,
    ) -> tuple[Mover, Opening]:
        for mover in movers:
            for opening in cast.openings if openings is None else openings:
                if mover.post in self._taken or opening.post in self._taken or mover.person in self._taken:
                    continue
                if same_position and mover.position != opening.position:
                    continue
                if mover.unit != opening.unit and fits(mover, opening):
                    self._taken |= {mover.person, mover.post, opening.post}
                    return mover, opening
        raise LookupError("the province is too small for another case; take more people")


PAIRS = Pairs()
CARETAKEN = {"5804", "5807", "5808"}  # where somebody else than a definitive official stands in
PROVINCE, OTHER_PROVINCE, OTHER_REGENCY, MINISTRY = "5800", "5600", "5605", "3011"
REGENCIES = {"5801", "5802", "5803", "5805", "5806", "5809", "5871"}


def within(mover: Mover, opening: Opening) -> bool:
    return mover.agency == opening.agency and mover.agency not in CARETAKEN


def across(mover: Mover, opening: Opening) -> bool:
    return mover.agency != opening.agency and {mover.agency, opening.agency} <= REGENCIES


def between(origins: set[str], targets: set[str]) -> Fits:
    """From one of these agencies to another of those."""

    def fits(mover: Mover, opening: Opening) -> bool:
        return mover.agency in origins and opening.agency in targets

    return fits


def peers_of(cast: Cast, mover: Mover) -> list[UUID]:
    """Three colleagues of the same unit who are not the superior and go nowhere, or as many as there are."""
    others = {mover.person, cast.above(mover).person}
    return [each for each in cast.working_in(mover.unit) if each not in others and not PAIRS.takes(each)][:3]


class Play:
    """One case on its way: the routine acts, so that a script tells what is special about it."""

    def __init__(self, player: Player, mover: Mover, opening: Opening) -> None:
        self.player, self.mover, self.opening = player, mover, opening
        self.transfer = ""
        self._peers: list[UUID] = []
        self._signed: dict[str, str] = {}

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
        return self._request(
            "APS", "Ingin bertugas lebih dekat dengan keluarga", documents, None, refused, ground="FAMILY"
        )

    def propose_for_need(self, *documents: str, refused: str = "", **more: str) -> Json:
        """The receiving personnel office proposes, for the organisation's need."""
        reason = "Kelebihan pegawai di unit asal, kekurangan di unit tujuan"
        personnel = self.holder(Office.PERSONNEL_OFFICE)
        return self._request("KEBUTUHAN_DINAS", reason, documents, personnel, refused, **more)

    def _request(
        self,
        initiative: str,
        reason: str,
        documents: tuple[str, ...],
        holder: Holder | None,
        refused: str,
        **more: str,
    ) -> Json:
        body = more | {
            "person": str(self.mover.person),
            "targetPost": str(self.opening.post),
            "initiative": initiative,
            "reason": reason,
            "documents": [document(kind, self.player.day, self.opening.post) for kind in documents],
        }
        person = self.mover.person if holder is None else holder.person
        told = self.player.request(body, person, None if holder is None else holder.office, refused=refused)
        self.transfer = told.get("transfer", self.transfer)
        self._signed = {kind: "JPT" for kind in documents if kind in {"D06", "D09"}}
        return told

    def plan(self) -> str:
        """The receiving agency's plan for the year to come, with its criteria: proposed, and published before it begins."""
        day = self.player.day
        need = {"unit": str(unit_id(self.opening.unit)), "people": 1, "why": "Kekurangan menurut ABK"}
        described = {
            "agency": str(agency_id(self.opening.agency)),
            "title": f"Rencana mutasi {day.year}",
            "since": (day + timedelta(days=1)).isoformat(),
            "until": date(day.year, 12, 31).isoformat(),
            "criteria": "Pemerataan beban kerja; kinerja paling rendah Baik; kesesuaian pendidikan",
            "needs": [need],
        }
        proposed = self.player.record("plans", described, self.holder(Office.PERSONNEL_OFFICE))
        plan, number = str(proposed["id"]), f"800/RM/{day.year}"
        authority = self.holder(Office.APPOINTING_AUTHORITY)
        self.player.record(f"plans/{plan}/publications", {"number": number}, authority)
        self.player.wait(1)
        return plan

    def consult(self, *, declined: str = "") -> None:
        """A consultation is offered, and held the day after; or the person declines it, for that reason."""
        personnel = self.holder(Office.PERSONNEL_OFFICE)
        self.act("consultations", personnel, note="Selasa pukul 10.00, ruang BKPSDM.")
        if declined:
            self.player.own(self.transfer, "consultations/declined", {"reason": declined}, self.mover.person)
            return
        self.player.wait(1)
        held = self.player.day.isoformat()
        said = "Pegawai memahami alasan mutasi dan menyampaikan keadaan keluarganya."
        self.act("consultations/held", personnel, heldOn=held, note=said)

    def give_notice(self) -> None:
        """The person is told that day of what takes effect later."""
        self.act("notices", self.holder(Office.PERSONNEL_OFFICE), givenOn=self.player.day.isoformat())

    def verify(self, *, refused: str = "") -> Json:
        office = self.holder(Office.PERSONNEL_OFFICE)
        step, signed = "file_verification", self._signed
        return self.act("verifications", office, step=step, signatories=signed, refused=refused)

    def clear(self) -> None:
        office = self.holder(Office.INSPECTORATE, self.mover.agency)
        self.act("clearances", office, step="audit_clearance", number="700/118/INSP")

    def superior(self) -> Holder:
        """Who holds the nearest office above the person."""
        return self.player.cast.above(self.mover)

    def ask_feedback(self) -> None:
        self._peers = peers_of(self.player.cast, self.mover)
        self.act(
            "feedback-requests",
            self.holder(Office.PERSONNEL_OFFICE, self.mover.agency),
            step="feedback",
            superior=str(self.superior().person),
            peers=[str(peer) for peer in self._peers],
        )

    def answer_feedback(self) -> None:
        own = {"text": "Saya siap ditempatkan di unit tujuan."}
        self.player.own(self.transfer, "feedback", own, self.mover.person)
        for rater in (self.superior().person, *self._peers):
            told = {"scores": SCORES, "text": "Rekan yang dapat diandalkan."}
            self.player.own(self.transfer, "feedback", told, rater)
        origin, target = self.both_heads()
        if not self.heads_the_origin:
            self.act("feedback", origin, scores=SCORES, text="Dapat dilepas setelah serah terima.")
        if target.office != origin.office:
            self.act("feedback", target, text="Sangat dibutuhkan.")

    def both_heads(self) -> tuple[Holder, Holder]:
        """Who speaks for the unit that is left, and for the one that receives."""
        return (
            self.holder(Office.REGIONAL_OFFICE_HEAD, self.mover.agency, office_of(self.mover.unit)),
            self.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(self.opening.unit)),
        )

    @property
    def heads_the_origin(self) -> bool:
        """Who heads the unit that is left cannot speak for it about themselves."""
        return self.both_heads()[0].person == self.mover.person

    def reply(self) -> None:
        """The person has read what may be shown of the feedback, and says so."""
        told = {"step": "reply", "text": "Saya menerima penilaian ini."}
        self.player.own(self.transfer, "replies", told, self.mover.person)

    def close_feedback(self) -> None:
        self.act(
            "feedback-closures", self.holder(Office.PERSONNEL_OFFICE, self.mover.agency), step="feedback"
        )

    def hear(self) -> None:
        """Clearance, feedback and the reply to it, as they should go."""
        self.clear()
        self.ask_feedback()
        self.player.wait(2)
        self.answer_feedback()
        self.player.wait(20 if self.heads_the_origin else 1)
        self.close_feedback()
        self.reply()

    def review_fit(self) -> None:
        office = self.holder(Office.PERSONNEL_OFFICE)
        self.act(
            "fit-reviews",
            office,
            step="transfer_plan",
            summary="Pendidikan sesuai; unit tujuan kekurangan pegawai.",
            deviation="Kebutuhan layanan di unit tujuan mendesak.",
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
        """Of a senior executive BKN is asked first."""
        if "executive_recommendation" in self.open_steps():
            post = str(self.opening.post)
            bkn = self.holder(Office.BKN_HEAD, "nation")
            step = "executive_recommendation"
            self.act("technical-considerations", bkn, step=step, number="R-7", post=post, note="MS")
        secretary = self.holder(Office.AUTHORISED_OFFICIAL)
        self.act("forwards", secretary, step="authorised_official", number="800/101")

    # The decree and after

    def decree(
        self, authority: Holder, *, deviation: str = "", refused: str = "", effective: date | None = None
    ) -> Json:
        """Effective that day, or on a later one."""
        return self.act(
            "decrees",
            authority,
            step="decree",
            number=f"821/{self.transfer[:8]}/{self.player.day.year}",
            post=str(self.opening.post),
            effectiveOn=(effective or self.player.day).isoformat(),
            grounds="Pemerataan beban kerja menurut analisis kebutuhan",
            goals=GOALS,
            deviation=deviation,
            refused=refused,
        )

    def serve(self) -> None:
        day, manner = self.player.day.isoformat(), "diserahkan langsung"
        self.act(
            "services", self.holder(Office.PERSONNEL_OFFICE), step="service", servedOn=day, manner=manner
        )

    def take_effect(self) -> None:
        """Service, inauguration where the route asks for it, the start of duty; then pay and the national record."""
        day = self.player.day.isoformat()
        personnel = self.holder(Office.PERSONNEL_OFFICE)
        if "service" in self.open_steps():
            self.serve()
        if "inauguration" in self.open_steps():
            authority = self.holder(Office.APPOINTING_AUTHORITY)
            self.act("inaugurations", authority, step="inauguration", heldOn=day, number="BA-9")
        office = self.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(self.opening.unit))
        post = str(self.opening.post)
        self.act("duty-starts", office, step="duty_start", startedOn=day, number="SPMT-12", post=post)
        origin = self.holder(Office.PERSONNEL_OFFICE, self.mover.agency)
        self.act("payroll-transfers", origin, step="payroll", number="SKPP-31", movedOn=day)
        self.act("national-records", personnel, step="national_record", number="IM-0042", syncedOn=day)

    def open_steps(self) -> set[str]:
        shown, _ = self.player.case(self.transfer, self.mover.person)
        return {step["step"] for step in shown["facts"]["route"] if step["state"] == "OPEN"}

    def evaluate(self, outcomes: tuple[tuple[int, int, str], ...], *, reached: bool, score: int = 4) -> None:
        """The reviews: (months, days to wait, outcome), everybody giving this score."""
        scores = dict.fromkeys(SCORES, score)
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
            scored = [{"goal": goal, "score": score} for goal in GOALS]
            own = {
                "role": "SUBJECT",
                "scores": scores,
                "goals": scored,
                "text": "Sudah menyesuaikan diri.",
            }
            self.player.own(self.transfer, path, own, self.mover.person)
            for role, holder in answering:
                self.act(path, holder, role=role, scores=scores, goals=scored, text="Dinilai bersama.")
            closing = months == outcomes[-1][0]
            goals = [{"goal": goal, "reached": reached} for goal in GOALS] if closing else []
            summary = "Sesuai tujuan mutasi."
            self.act(f"evaluations/{months}", personnel, outcome=outcome, goals=goals, summary=summary)


def from_offices_to_duty(play: Play, notice: int = 0) -> None:
    """The rest of a T1 route as it should go, from the consents to the start of duty, told so many working days before."""
    play.both_offices_agree()
    from_fit_to_duty(play, notice)


def from_fit_to_duty(play: Play, notice: int = 0) -> None:
    player = play.player
    player.wait(1)
    play.review_fit()
    play.panel()
    play.to_the_authority()
    player.wait(3)
    effective = player.calendar.after(player.day, notice) if notice else player.day
    play.decree(play.holder(Office.APPOINTING_AUTHORITY), effective=effective)
    if notice:
        play.give_notice()
        play.serve()
        player.wait_working_days(notice)
        player.day_has_come()
    player.wait(1)
    play.take_effect()


REVIEWS = ((3, 95, "CONTINUE"), (6, 95, "CONTINUE"), (12, 185, "SUCCESS"))


def until_proposed(play: Play, documents: tuple[str, ...] = OWN) -> None:
    """The head of a route between agencies, up to the proposal of the receiving authority and the origin's consent."""
    player, post = play.player, str(play.opening.post)
    play.ask(*documents)
    player.wait(1)
    play.verify()
    play.hear()
    play.review_fit()
    receiving = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("proposals", receiving, step="receiving_proposal", number="800/1", post=post)
    player.wait(2)
    origin = play.holder(Office.APPOINTING_AUTHORITY, play.mover.agency)
    play.act("consents", origin, step="origin_release", number="800/2", post=post)


def until_governor(play: Play) -> None:
    """Through the Governor to BKN's regional office, and back with its advice."""
    until_proposed(play)
    governor = play.holder(Office.APPOINTING_AUTHORITY, PROVINCE)
    play.act("forwards", governor, step="governor_forward", number="800/3")
    play.player.wait(5)
    advise(play, play.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"))


def advise(play: Play, bkn: Holder) -> None:
    play.act(
        "technical-considerations",
        bkn,
        step="technical_consideration",
        number="AA-123",
        post=str(play.opening.post),
        note="MS",
    )
    play.player.wait(2)


def appoint(play: Play) -> None:
    """The second decree, by the receiving authority, and the start."""
    play.player.wait(3)
    day, post = play.player.day.isoformat(), str(play.opening.post)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act("appointments", authority, step="appointment", number="821/30", post=post, effectiveOn=day)
    play.player.wait(1)
    play.take_effect()


def released_by_substitute(play: Play) -> None:
    """Both offices agree; who heads the one that is left steps aside, and the secretary releases them."""
    if not play.heads_the_origin:
        play.both_offices_agree()
        return
    own_office = play.holder(Office.REGIONAL_OFFICE_HEAD, play.mover.agency, office_of(play.mover.unit))
    play.act(
        "conflicts",
        own_office,
        step="origin_release",
        kind="AKTUAL",
        reason="Mutasi ini menyangkut diri saya.",
    )
    secretary = play.holder(Office.AUTHORISED_OFFICIAL)
    authority = play.holder(Office.APPOINTING_AUTHORITY)
    play.act(
        "substitutes",
        authority,
        step="origin_release",
        office=str(secretary.office),
        reason="Kepala OPD tidak memutus pelepasan dirinya sendiri.",
    )
    play.act("consents", secretary, step="origin_release", number="800/045")
    target = play.holder(Office.REGIONAL_OFFICE_HEAD, None, office_of(play.opening.unit))
    post = str(play.opening.post)
    play.act("consents", target, step="receiving_acceptance", number="800/046", post=post)


def until_decree(play: Play) -> None:
    """A T1 case as it should go, up to where the authority has it."""
    play.propose_for_need(*NEED)
    play.verify()
    play.hear()
    play.both_offices_agree()
    play.review_fit()
    play.panel()
    play.to_the_authority()


def decreed(play: Play) -> None:
    """A T1 case as it should go, up to the decree on the player's day."""
    until_decree(play)
    play.decree(play.holder(Office.APPOINTING_AUTHORITY))
