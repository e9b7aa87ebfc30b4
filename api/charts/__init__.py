"""Charts of tables: as a Vega-Lite specification, which a browser draws and a screen reader tells, and as a picture.

A specification holds the numbers it draws and nothing else; no address in it is ever followed. What is hidden in the
table is said in its place, and never drawn as nothing.
"""

from html import escape

import vl_convert

from api.charts.bars import bars, spread, stacked
from api.charts.chart import Chart
from api.charts.drawing import Bars, Drawing, Lines, Spread, Stacked
from api.charts.lines import lines
from api.charts.looks import SAME_FOR_ALL, Specification, config
from api.tables import Table

VEGA_LITE = "application/vnd.vegalite.v6+json"
SVG = "image/svg+xml"
PNG = "image/png"

_VERSION = "6.4"  # of Vega-Lite: the renderer has several, and another one would draw other bytes
_PIXELS = 2  # of the picture for one of the specification: sharp in print


def specification(table: Table, drawing: Drawing, language: str) -> Specification:
    chart = Chart(table, language)
    match drawing:
        case Bars():
            drawn = bars(chart, drawing)
        case Stacked():
            drawn = stacked(chart, drawing)
        case Lines():
            drawn = lines(chart, drawing)
        case Spread():
            drawn = spread(chart, drawing)
    return SAME_FOR_ALL | chart.telling() | {"config": config(language)} | drawn


def svg(specified: Specification) -> str:
    """The same specification is the same text. Its title and description are those of the specification."""
    picture = vl_convert.vegalite_to_svg(specified, vl_version=_VERSION, allowed_base_urls=[])
    opening, rest = picture.split(">", 1)
    title, description = " ".join(specified["title"]["text"]), specified["description"]
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{opening} role="img">{told}{rest}'


def png(specified: Specification) -> bytes:
    return vl_convert.vegalite_to_png(specified, vl_version=_VERSION, allowed_base_urls=[], scale=_PIXELS)


__all__ = [
    "PNG",
    "SVG",
    "VEGA_LITE",
    "Bars",
    "Drawing",
    "Lines",
    "Spread",
    "Stacked",
    "png",
    "specification",
    "svg",
]
