"""Two desks side by side."""

from typing import Any

from domain.transfer.desk.readers import Json


def differences(before: Any, now: Any, path: str = "") -> list[Json]:  # noqa: ANN401 any JSON value
    """What has changed between two desks: a JSON pointer with the value before and now."""
    if isinstance(before, dict) and isinstance(now, dict):
        found: list[Json] = []
        for key in sorted(before.keys() | now.keys()):
            found += differences(before.get(key), now.get(key), f"{path}/{key}")
        return found
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [
            change
            for index, (old, new) in enumerate(zip(before, now, strict=True))
            for change in differences(old, new, f"{path}/{index}")
        ]
    return [] if before == now else [{"pointer": path or "/", "before": before, "now": now}]
