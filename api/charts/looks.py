"""How every chart looks, and the parts that drawings are put together from."""

from collections.abc import Iterable, Mapping
from itertools import cycle, islice
from typing import Any

from api.words import catalogue

Specification = dict[str, Any]

# Okabe and Ito: the colour-blind tell them apart.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#444444"]
DARK = frozenset({"#0072B2", "#D55E00", "#444444"})  # white is read on these
LIGHT_BLUE = "#56B4E9"
INK, FAINT, GRID, AXIS = "#222222", "#595959", "#E3E3E3", "#888888"
SHAPES = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-left",
    "triangle-right",
]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 2], [1, 3], [6, 2, 2, 2]]

WIDTH = 560
LABEL = 34  # characters of a line of a label
TITLE = 84
_LEGEND = 84  # characters of a row of a legend
_LABEL_MARK: dict[str, str | float | bool] = {
    "align": "left",
    "baseline": "middle",
    "fontSize": 12,
    "color": INK,
}

SAME_FOR_ALL: Specification = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "width": WIDTH,
    "background": "white",
    "padding": 14,
}


def config(language: str) -> dict[str, Any]:
    decimal, thousands = (",", ".") if language == "id" else (".", ",")
    months = list(catalogue("id" if language == "id" else "en")["months"].values())
    words = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": INK}
    title = {"fontSize": 16, "subtitleFontSize": 12, "color": INK, "subtitleColor": FAINT}
    axis = {"gridColor": GRID, "domainColor": AXIS, "tickColor": AXIS, "labelLimit": 280, "titlePadding": 10}
    return {
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",  # the renderer has the first one with it
        "locale": {
            "number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]},
            "time": {
                "dateTime": "%d %B %Y %H:%M",
                "date": "%d %B %Y",
                "time": "%H:%M",
                "periods": ["", ""],
                "days": [""] * 7,
                "shortDays": [""] * 7,
                "months": months,
                "shortMonths": [month[:3] for month in months],
            },
        },
        "view": {"stroke": None},
        "title": title | {"offset": 16, "anchor": "start", "frame": "bounds", "subtitlePadding": 6},
        "axis": words | axis,
        "legend": words
        | {
            "orient": "top",
            "labelLimit": 260,
            "titleLimit": WIDTH,
            "symbolSize": 110,
            "symbolStrokeWidth": 0,
        },
    }


def data(rows: Iterable[Mapping[str, Any]]) -> Specification:
    return {"data": {"values": list(rows)}}


def mark(kind: str, **more: str | float | bool) -> Specification:
    return {"mark": {"type": kind} | more}


def text(**more: str | int) -> Specification:
    return mark("text", **(_LABEL_MARK | more))


def drawn_by(**channels: Mapping[str, Any]) -> Specification:
    return {"encoding": channels}


def said() -> dict[str, Any]:
    """What a mark says to a screen reader, and under the pointer."""
    return {channel: {"field": "said", "type": "nominal"} for channel in ("description", "tooltip")}


def scale(names: list[str], choices: list[Any]) -> dict[str, Any]:
    return {"domain": names, "range": [*islice(cycle(choices), len(names))]}


def legend(names: list[str]) -> dict[str, Any]:
    return {"columns": len(names) if sum(len(name) + 5 for name in names) < _LEGEND else 2}
