"""A table being drawn: its cells, the labels of its rows, and what is said beside the drawing."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

from api.charts.looks import FAINT, LABEL, TITLE, WIDTH, Specification, text
from api.charts.looks import data as data_of
from api.sheets import heading, sound
from api.tables import HIDDEN, Column, Kind, Table, Value
from api.words import catalogue, day_in_words

_MOST_LINES = 3  # of a label
_LINE = 14
_LONGEST = 300  # characters of a label, where it is read aloud


@dataclass(frozen=True)
class Cell:
    """A measure of one row: what is drawn, and what is read."""

    at: int  # the place of its row along the axis
    label: str
    series: str
    value: float | None
    told: str
    hidden: bool

    @property
    def where(self) -> str:
        return f"{self.label}, {self.series}" if self.series else self.label

    def drawn(self) -> dict[str, Any]:
        said = f"{self.where}: {self.told}"
        return {"at": self.at, "series": self.series, "value": self.value, "told": self.told, "said": said}


class Chart:
    def __init__(self, table: Table, language: str) -> None:
        self.language = language
        self.words = catalogue(language)["charts"]
        self.labels: list[str] = []
        self.notes: list[str] = []
        self._sentences: list[str] = []
        self._title = _clean(table.title)
        self._at = table.about.get("at")
        self._named = {column.name: (place, column) for place, column in enumerate(table.columns)}
        self._rows = list(table.rows)

    def column(self, name: str) -> Column:
        return self._named[name][1]

    def heading(self, name: str) -> str:
        return _clean(heading(self.column(name), self.language))

    def title(self, name: str) -> str:
        return _clean(self.column(name).title(self.language))

    def unit(self, name: str) -> str:
        unit = self.column(name).unit
        return catalogue(self.language)["units"].get(unit, unit)

    def together(self, measures: tuple[str, ...]) -> str:
        """One measure says what it is; several are told by what they have in common."""
        return self.heading(measures[0]) if len(measures) == 1 else self.unit(measures[0])

    def values(self, name: str) -> list[Value]:
        place = self._named[name][0]
        return [row[place] for row in self._rows]

    def told(self, value: Value, kind: Kind) -> str:
        """As a person reads it."""
        match value:
            case None:
                return ""
            case _ if value is HIDDEN:
                return self.words["hidden"]
            case datetime():
                at = value.astimezone(UTC)
                return f"{day_in_words(self.language, at)} {at:%H.%M}"
            case date():
                return day_in_words(self.language, value)
            case int() | float() | Decimal():
                return self._number(value, kind)
            case _:
                return _clean(str(value))

    def _number(self, value: float | Decimal, kind: Kind) -> str:
        told = f"{value * 100:,.1f}%" if kind is Kind.SHARE else f"{value:,.2f}".rstrip("0").rstrip(".")
        return told.translate(str.maketrans(",.", ".,")) if self.language == "id" else told

    def lay_out(self, of: str, *, most: int, together: bool = False) -> list[int]:
        """Where each row stands along the axis; rows beyond `most` places are left out, which is said.

        `together`: rows of the same `of` stand in one place.
        """
        kind, keys = self.column(of).kind, self.values(of)
        places: dict[object, int] = {}
        met: Counter[str] = Counter()
        at = []
        for row, key in enumerate(keys):
            identity: object = key if together else row
            if identity not in places:
                places[identity] = len(places)
                label = self.told(key, kind)
                met[label] += 1
                self.labels.append(label if met[label] == 1 else f"{label} ({met[label]})")
            at.append(places[identity])
        if (left_out := len(places) - most) > 0:
            self.notes.append(self.words["left_out"].format(count=left_out))
            del self.labels[most:]
        return at

    def cells(self, at: list[int], measures: tuple[str, ...], by: str | None = None) -> list[Cell]:
        series = [] if by is None else [self.told(key, self.column(by).kind) for key in self.values(by)]
        cells = []
        for measure in measures:
            column, name = self.column(measure), self.title(measure) if len(measures) > 1 else ""
            for row, value in enumerate(self.values(measure)):
                if at[row] < len(self.labels):
                    number = float(value) if isinstance(value, int | float | Decimal) else None
                    label, part = self.labels[at[row]], series[row] if series else name
                    cells.append(
                        Cell(at[row], label, part, number, self.told(value, column.kind), value is HIDDEN)
                    )
        if not any(cell.value is not None or cell.hidden for cell in cells):
            self.notes.append(self.words["nothing"])
        return cells

    # What is said beside the drawing

    def say(self, kind: str, **names: str) -> None:
        self._sentences.append(self.words[kind].format(**names))

    def say_extremes(self, cells: Iterable[Cell]) -> None:
        known = sorted(
            (cell.value, number, cell) for number, cell in enumerate(cells) if cell.value is not None
        )
        if known:
            (_, _, least), (_, _, most) = known[0], known[-1]
            self.say("extremes", most=most.told, most_of=most.where, least=least.told, least_of=least.where)

    def note_hidden(self, count: int) -> None:
        if count:
            self.notes.append(self.words["some_hidden"].format(count=count))

    def telling(self) -> Specification:
        """Title and description: for eyes and for screen readers."""
        under = list(self.notes)
        if isinstance(self._at, datetime):
            under.insert(0, self.words["at"].format(at=self.told(self._at, Kind.MOMENT)))
        title: dict[str, Any] = {"text": wrap(self._title, TITLE) or [""]}
        if under:
            title["subtitle"] = under
        return {"title": title, "description": " ".join([f"{self._title}.", *self._sentences, *under])}

    # Axes

    def categories(self, of: str) -> dict[str, Any]:
        """Down the side, in the order of the table. A row is drawn at its number, so that equal labels do not merge."""
        lines = [wrap(label, LABEL, max_lines=_MOST_LINES, placeholder="…") for label in self.labels]
        longer = [
            {
                "test": f"indexof({[at for at, each in enumerate(lines) if len(each) == most]}, datum.value) >= 0"
            }
            | {"value": -(most - 1) * _LINE // 2}
            for most in range(2, _MOST_LINES + 1)
        ]
        return {
            "field": "at",
            "type": "ordinal",
            "scale": {"domain": list(range(len(lines))), "paddingInner": 0.3, "paddingOuter": 0.2},
            "axis": {
                "title": self.heading(of),
                "titleAngle": 0,
                "titleAlign": "right",
                "titleAnchor": "end",
                "titleX": -8,
                "titleY": -10,
                "labelExpr": f"{json.dumps(lines)}[datum.value]",
                "labelOffset": {"condition": longer, "value": 0},
                "labelPadding": 8,
                "ticks": False,
                "domain": False,
            },
        }

    @property
    def height(self) -> Specification:
        longest = max((len(wrap(label, LABEL, max_lines=_MOST_LINES)) for label in self.labels), default=1)
        return {"height": {"step": 16 + _LINE * longest}}

    def measure(self, name: str, title: str, field: str = "value") -> dict[str, Any]:
        kind = self.column(name).kind
        axis: dict[str, Any] = {"title": title, "tickCount": 6, "labelFlush": False}
        axis |= {"format": ".0%"} if kind is Kind.SHARE else {"format": ",~r"}
        if kind is Kind.WHOLE:
            axis |= {"format": ",d", "tickMinStep": 1}
        return {"field": field, "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis}

    def periods(self, over: str) -> dict[str, Any]:
        crowded = sum(len(label) + 2 for label in self.labels) * 7 > WIDTH
        axis = {"title": self.heading(over), "labelAngle": -45 if crowded else 0, "labelOverlap": True}
        axis["labelExpr"] = f"{json.dumps(self.labels)}[datum.value]"
        return {
            "field": "at",
            "type": "ordinal",
            "scale": {"domain": list(range(len(self.labels)))},
            "axis": axis,
        }

    def days(self, over: str) -> dict[str, Any]:
        """The days of the table, in whatever zone the chart is looked at."""
        axis = {"title": self.heading(over), "format": "%b %Y", "labelAngle": 0, "labelOverlap": True}
        return {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "axis": axis | {"tickCount": 8}}

    def hidden(self, places: Iterable[int], length: dict[str, Any]) -> Specification:
        """A layer that says so where nothing is shown."""
        rows = ({"at": at, "value": 0, "said": f"{self.labels[at]}: {self.words['hidden']}"} for at in places)
        encoding = {"x": length, "text": {"value": self.words["hidden"]}, "description": {"field": "said"}}
        return data_of(rows) | text(dx=5, fontStyle="italic", color=FAINT) | {"encoding": encoding}


def _clean(label: str) -> str:
    """In one line, and not endless: a picture has no control characters."""
    line = " ".join("".join(each if each.isprintable() else " " for each in sound(label)).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
