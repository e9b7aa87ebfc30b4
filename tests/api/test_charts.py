"""Charts: what is drawn, what is said beside it, and that hidden numbers stay hidden."""

import json
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.charts import Bars, Drawing, Lines, Spread, Stacked, png, specification, svg
from api.tables import HIDDEN, Column, Kind, Table

UNIT = Column("unit", Kind.TEXT, "Unit kerja", "Unit")
CASES = Column("cases", Kind.WHOLE, "Perkara", "Cases", "cases")
REFUSED = Column("refused", Kind.WHOLE, "Ditolak", "Refused", "cases")
MONTH = Column("month", Kind.DATE, "Bulan", "Month")
FIVE = [
    Column(f"p{each}", Kind.DAYS, f"P{each}", f"P{each}", "working_days") for each in (10, 25, 50, 75, 90)
]
ABOUT = {"at": datetime(2026, 11, 27, 23, 49, tzinfo=UTC)}
UNITS = Table("Perkara menurut unit", [UNIT, CASES], [("BKPSDM", 1284), ("OPD", HIDDEN), ("OPD", 3)], ABOUT)
BARS = Bars("unit", "cases")
HOSTILE = Table(
    "</text><script>alert(1)</script>",
    [UNIT, CASES],
    [('=cmd"\\];alert(1)//', 3), ("\ud800\x1b<b>&", 4), ("x" * 40_000, 5), ("<a href='http://x'>", HIDDEN)],
)


def values(specified: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """What each layer draws."""
    return [layer["data"]["values"] for layer in specified["layer"]]


def test_bars_in_the_order_of_the_table_with_equal_labels_apart() -> None:
    drawn = specification(UNITS, BARS, "id")
    bars, *_, hidden = values(drawn)
    assert [(bar["at"], bar["value"], bar["said"]) for bar in bars] == [
        (0, 1284.0, "BKPSDM: 1.284"),
        (2, 3.0, "OPD (2): 3"),
    ]
    assert [each["at"] for each in hidden] == [1]
    assert drawn["encoding"]["y"]["axis"]["labelExpr"] == '[["BKPSDM"], ["OPD"], ["OPD (2)"]][datum.value]'


def test_title_and_description_tell_it_in_the_language_asked_for() -> None:
    assert specification(UNITS, BARS, "id")["description"] == (
        "Perkara menurut unit. Diagram batang Perkara menurut Unit kerja. Tertinggi BKPSDM: 1.284; "
        "terendah OPD (2): 3. Keadaan pada 27 November 2026 23.49 UTC Tidak ditampilkan: jumlah yang terlalu kecil (1)."
    )
    english = specification(UNITS, BARS, "en")
    assert english["title"]["subtitle"] == [
        "As of 27 November 2026 23.49 UTC",
        "Not shown: numbers that are too small (1).",
    ]
    assert english["layer"][0]["encoding"]["x"]["axis"]["title"] == "Cases"
    assert english["encoding"]["y"]["axis"]["title"] == "Unit"


def test_the_number_of_a_bar_stands_at_its_end_on_either_side() -> None:
    gap = Column("gap", Kind.NUMBER, "Selisih", "Gap", "people")
    drawn = specification(Table("t", [UNIT, gap], [("A", 2.5), ("B", -1.25)]), Bars("unit", "gap"), "id")
    _, rightward, leftward, _ = values(drawn)
    assert ([each["told"] for each in rightward], [each["told"] for each in leftward]) == (["2,5"], ["-1,25"])


def test_more_bars_than_can_be_read_are_left_out_and_it_says_so() -> None:
    many = Table("t", [UNIT, CASES], [(str(number), number) for number in range(50)])
    drawn = specification(many, BARS, "en")
    assert len(values(drawn)[0]) == 40
    assert "10 more rows are not drawn; see the table." in drawn["description"]


def test_parts_lie_end_to_end_and_a_bar_with_a_hidden_part_says_so() -> None:
    table = Table("t", [UNIT, CASES, REFUSED], [("A", 10, 4), ("B", 6, HIDDEN)])
    drawn = specification(table, Stacked("unit", ("cases", "refused")), "en")
    parts, _, sums = values(drawn)
    assert [(part["at"], part["series"], part["from"], part["to"]) for part in parts] == [
        (0, "Cases", 0.0, 10.0),
        (1, "Cases", 0.0, 6.0),
        (0, "Refused", 10.0, 14.0),
    ]
    assert [each["told"] for each in sums] == ["14", "6 + not shown"]


def test_parts_may_stand_in_rows_of_their_own() -> None:
    outcome = Column("outcome", Kind.TEXT, "Hasil", "Outcome")
    rows = [("A", "Disetujui", 5), ("A", "Ditolak", 2), ("B", "Ditolak", 1)]
    drawn = specification(
        Table("t", [UNIT, outcome, CASES], rows), Stacked("unit", ("cases",), "outcome"), "id"
    )
    assert [(part["at"], part["series"]) for part in values(drawn)[0]] == [
        (0, "Disetujui"),
        (0, "Ditolak"),
        (1, "Ditolak"),
    ]
    assert drawn["layer"][0]["encoding"]["color"]["title"] == "Hasil"


def test_a_line_has_a_gap_where_nothing_is_shown() -> None:
    rows = [(date(2025, 1, 1), 3), (date(2025, 2, 1), HIDDEN), (date(2025, 3, 1), 5)]
    drawn = specification(Table("t", [MONTH, CASES], rows), Lines("month", ("cases",)), "id")
    line, _, gaps = values(drawn)
    assert [(point["day"], point["value"]) for point in line] == [
        ("2025-01-01", 3.0),
        ("2025-02-01", None),
        ("2025-03-01", 5.0),
    ]
    assert [each["day"] for each in gaps] == ["2025-02-01"]
    assert drawn["encoding"]["x"]["scale"] == {"type": "utc"}


def test_a_row_with_a_hidden_percentile_is_not_drawn() -> None:
    rows = [("A", 1, 2, 3, 4.5, 9), ("B", 1, 2, HIDDEN, 4, 5)]
    drawn = specification(
        Table("t", [UNIT, *FIVE], rows), Spread("unit", "p10", "p25", "p50", "p75", "p90"), "id"
    )
    assert [row["said"] for row in values(drawn)[1]] == [
        "A, P10: 1; A, P25: 2; A, P50: 3; A, P75: 4,5; A, P90: 9"
    ]
    assert [each["at"] for each in values(drawn)[-1]] == [1]
    assert "jumlah yang terlalu kecil (1)" in drawn["description"]


@pytest.mark.parametrize(
    "drawing",
    [BARS, Stacked("unit", ("cases",)), Lines("unit", ("cases",)), Spread("unit", *["cases"] * 5)],
    ids=lambda drawing: type(drawing).__name__,
)
def test_a_table_without_rows_is_said_to_be_empty(drawing: Drawing) -> None:
    assert "Tidak ada data." in specification(Table("t", [UNIT, CASES], []), drawing, "id")["description"]


def test_pictures_are_the_same_each_time_and_carry_their_description() -> None:
    drawn = specification(HOSTILE, BARS, "id")
    assert json.loads(json.dumps(drawn)) == drawn
    picture = svg(drawn)
    assert picture == svg(drawn)
    root = ET.fromstring(picture)
    names = [each.tag.rpartition("}")[2] for each in root.iter()]
    assert not {"script", "a", "image", "b"} & set(names)
    title, description = list(root)[:2]
    assert title.text == HOSTILE.title
    assert description.text == drawn["description"]
    assert png(drawn).startswith(b"\x89PNG")


def test_no_address_is_followed() -> None:
    drawn = specification(UNITS, BARS, "id") | {"data": {"url": "http://127.0.0.1:9/x.json"}}
    del drawn["layer"][0]["data"]
    with pytest.raises(ValueError, match="not allowed"):
        svg(drawn)
