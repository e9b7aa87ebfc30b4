"""Charts of lines over time."""

from typing import Any

from api.charts.chart import Chart
from api.charts.drawing import Lines
from api.charts.looks import (
    COLOURS,
    DASHES,
    FAINT,
    SHAPES,
    Specification,
    data,
    drawn_by,
    legend,
    mark,
    said,
    scale,
    text,
)
from api.tables import Kind

_MOST_DRAWN = 3_000


def lines(chart: Chart, drawing: Lines) -> Specification:
    at = chart.lay_out(drawing.over, most=_MOST_DRAWN, together=drawing.by is not None)
    cells = chart.cells(at, drawing.measures, drawing.by)
    names = list(dict.fromkeys(cell.series for cell in cells))
    title = chart.together(drawing.measures)
    measure = ", ".join(names) if len(drawing.measures) > 1 else title
    chart.say("lines", measure=measure, of=chart.heading(drawing.over))
    chart.say_extremes(cells)
    chart.note_hidden(sum(cell.hidden for cell in cells))
    days: dict[int, str] = {}
    if chart.column(drawing.over).kind is Kind.DATE:
        days = dict(zip(at, map(str, chart.values(drawing.over)), strict=True))
    along = chart.days(drawing.over) if days else chart.periods(drawing.over)
    height = chart.measure(drawing.measures[0], title)
    drawn = data(cell.drawn() | {"day": days.get(cell.at)} for cell in cells)
    gaps = data(
        {"at": at, "day": days.get(at), "value": 0}
        for at in sorted({cell.at for cell in cells if cell.hidden})
    )
    path, points = _told_apart(chart, drawing, names)
    layers = [
        drawn | mark("line", strokeWidth=2, color=COLOURS[0], aria=False) | drawn_by(y=height, **path),
        drawn
        | mark("point", filled=True, size=52, opacity=1, color=COLOURS[0])
        | drawn_by(y=height, **points, **said()),
        gaps
        | text(dx=6, angle=270, fontStyle="italic", color=FAINT)
        | drawn_by(y=height, text={"value": chart.words["hidden"]}),
    ]
    return {"height": 300} | drawn_by(x=along) | {"layer": layers}


def _told_apart(
    chart: Chart, drawing: Lines, names: list[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """By colour; and by points and dashes, for those who see no colour or print in grey."""
    if len(names) <= 1:
        return {}, {}
    by: dict[str, Any] = {"field": "series", "type": "nominal"}
    by["title"] = chart.heading(drawing.by) if drawing.by else None
    shown = by | {"legend": legend(names)}
    colour = shown | {"scale": scale(names, COLOURS)}
    dashes = by | {"legend": None, "scale": scale(names, DASHES)}
    return {"color": colour, "strokeDash": dashes}, {
        "color": colour,
        "shape": shown | {"scale": scale(names, SHAPES)},
    }
