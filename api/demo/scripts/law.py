"""The law changes while cases run."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from api.demo.play import NEED, PAIRS, Case, Play, within
from api.demo.player import Player
from application.policies import FOLDER
from domain.identity import OfficeKind as Office

_NEXT = "mutasi-2025.2"


def rule_changes(player: Player) -> Iterator[Case]:
    """The Minister shortens E02 from 24 to 6 months; what was decided before stays under the old rule, and says so"""
    player.day = date(2025, 4, 1)
    newcomers = [each for each in player.cast.newcomers if "2023-06-01" < each.since < "2024-10-01"]
    before = Play(player, *PAIRS.take(player.cast, newcomers, within))
    text = (FOLDER / "mutasi-2025.1.toml").read_text("utf-8")
    text = text.replace('version = "mutasi-2025.1"', f'version = "{_NEXT}"')
    text = text.replace("valid_from = 2020-01-01", "valid_from = 2025-05-02", 1)
    text = text.replace("minimum_months_in_post = { value = 24", "minimum_months_in_post = { value = 6", 1)
    digest = sha256(text.encode()).hexdigest()
    before.propose_for_need(*NEED)
    before.verify()
    minister = player.holder(Office.CIVIL_SERVICE_MINISTER, "nation")
    bkn = player.holder(Office.BKN_HEAD, "nation")
    draft = {"kind": "KEBIJAKAN", "text": text, "sha256": digest, "reason": "Masa kerja minimal enam bulan."}
    player.record("policies/drafts", draft, minister)
    publication = {"sha256": digest, "number": "PermenPANRB 9/2025"}
    player.record(f"policies/drafts/{_NEXT}/publications", publication, bkn)
    yield before.case
    player.day = date(2025, 5, 5)
    after = Play(player, *PAIRS.take(player.cast, newcomers, within))
    after.propose_for_need(*NEED)
    after.verify()
    yield after.case
