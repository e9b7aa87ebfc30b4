"""The decree."""

from domain.transfer.desk.readers import Json
from domain.transfer.events import DecreeIssued, TransferTookEffect


def decree_of(decree: DecreeIssued | None, took_effect: TransferTookEffect | None) -> Json | None:
    """What it says, and whether its day has come."""
    if decree is None:
        return None
    return {
        "number": decree.number,
        "effectiveOn": decree.effective_on.isoformat(),
        "grounds": decree.grounds,
        "goals": list(decree.goals),
        "deviation": decree.deviation,
        "decree": None if decree.decree is None else str(decree.decree),
        "tookEffect": took_effect is not None,
    }
