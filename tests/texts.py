"""Texts of the law for tests: the files' own with something changed."""

from datetime import date

from application.policies import FOLDER, law_text
from domain.policy_publication import LawKind, LawText

OLD = (FOLDER / "mutasi-2025.1.toml").read_text(encoding="utf-8")
TERMS = (FOLDER / "masa-jabatan-2025.1.toml").read_text(encoding="utf-8")
CALENDAR = (FOLDER / "calendar.toml").read_text(encoding="utf-8")


def policy(version: str, valid_from: date, *changes: tuple[str, str]) -> str:
    """The policy of the files under another version, from that day, with these changes."""
    text = OLD
    for old, new in (
        ('"mutasi-2025.1"', f'"{version}"'),
        ("valid_from = 2020-01-01", f"valid_from = {valid_from}"),
        *changes,
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def additions(version: str, region: str, *lines: str, valid_from: date = date(2025, 1, 1)) -> str:
    head = f'version = "{version}"\nregion_code = "{region}"\ntitle = {{ id = "Daerah", en = "Region" }}\n'
    return head + f'valid_from = {valid_from}\nlegal_basis = "Perkada 1"\n' + "\n".join(lines) + "\n"


def calendar(version: str, year: int, *more: date) -> str:
    """The national calendar with more days off in that year."""
    days = "".join(f"{day.isoformat()}, " for day in more)
    text = CALENDAR.replace('"kalender-2026.1"', f'"{version}"', 1)
    return text.replace(f"{year} = [", f"{year} = [{days}", 1)


def local_days(version: str, region: str, *days: date) -> str:
    listed = ", ".join(day.isoformat() for day in days)
    head = f'version = "{version}"\nregion_code = "{region}"\nlegal_basis = "Keputusan Bupati 100"\n\n'
    return head + f"[years]\n{days[0].year} = [{listed}]\n"


def terms(version: str, *heads: tuple[str, date]) -> str:
    """The terms of the files, and of more heads inaugurated on these days."""
    text = TERMS.replace('"masa-jabatan-2025.1"', f'"{version}"', 1)
    more = (f'\n[[terms]]\nregion_code = "{region}"\ninaugurated_on = {day}\n' for region, day in heads)
    return "".join((text, *more))


def law(text: str, kind: LawKind = LawKind.POLICY) -> LawText:
    return law_text(kind, text)


# A change of rule E02, as scenario 23 has it.
SIX_MONTHS = (
    "minimum_months_in_post = { value = 24,",
    "minimum_months_in_post = { value = 6,",
)


def without_consent(version: str, valid_from: date) -> str:
    """A policy on which T2a comes to its decree without the origin's consent."""
    head, route = policy(version, valid_from).split("[routes.KABKOTA_SATU_PROVINSI]", 1)
    step = '  ["origin_release"],\n'
    assert step in route
    return f"{head}[routes.KABKOTA_SATU_PROVINSI]{route.replace(step, '', 1)}"
