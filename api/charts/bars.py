"""Charts of bars, which lie: their labels are names, and names are long."""

from api.charts.chart import Cell, Chart
from api.charts.drawing import Bars, Spread, Stacked
from api.charts.looks import (
    COLOURS,
    DARK,
    INK,
    LIGHT_BLUE,
    Specification,
    data,
    drawn_by,
    legend,
    mark,
    said,
    scale,
    text,
)

_MOST_DRAWN = 40  # more are not read from a picture
_NARROW = 0.06  # of the longest bar; a narrower part has no number in it
_FIVE = ("low", "lower", "middle", "upper", "high")


def bars(chart: Chart, drawing: Bars) -> Specification:
    at = chart.lay_out(drawing.of, most=_MOST_DRAWN)
    cells = chart.cells(at, (drawing.measure,))
    hidden = [cell.at for cell in cells if cell.hidden]
    title = chart.heading(drawing.measure)
    chart.say("bars", measure=title, of=chart.heading(drawing.of))
    chart.say_extremes(cells)
    chart.note_hidden(len(hidden))
    length = chart.measure(drawing.measure, title)
    known = [cell for cell in cells if cell.value is not None]
    rightward = data(cell.drawn() for cell in known if (cell.value or 0) >= 0)
    leftward = data(cell.drawn() for cell in known if (cell.value or 0) < 0)
    number = {"x": length, "text": {"field": "told"}}
    layers = [
        data(cell.drawn() for cell in known) | mark("bar", color=COLOURS[0]) | drawn_by(x=length, **said()),
        rightward | text(dx=5, aria=False) | drawn_by(**number),
        leftward | text(dx=-5, align="right", aria=False) | drawn_by(**number),
        chart.hidden(hidden, length),
    ]
    return chart.height | drawn_by(y=chart.categories(drawing.of)) | {"layer": layers}


def stacked(chart: Chart, drawing: Stacked) -> Specification:
    at = chart.lay_out(drawing.of, most=_MOST_DRAWN, together=drawing.by is not None)
    cells = chart.cells(at, drawing.measures, drawing.by)
    names = list(dict.fromkeys(cell.series for cell in cells))
    title = chart.together(drawing.measures)
    measure = title if drawing.by else ", ".join(names)
    chart.say("stacked", measure=measure, of=chart.heading(drawing.of))
    chart.say_extremes(cells)
    chart.note_hidden(sum(cell.hidden for cell in cells))
    colours = scale(names, COLOURS)
    parts, ends = _laid_end_to_end(chart, cells, names)
    wide = [
        part
        | {
            "middle": (part["from"] + part["to"]) / 2,
            "ink": "white" if colours["range"][names.index(part["series"])] in DARK else INK,
        }
        for part in parts
        if part["value"] > max(ends.values()) * _NARROW
    ]
    lacking = {cell.at for cell in cells if cell.hidden}
    kind = chart.column(drawing.measures[0]).kind
    sums = [
        {"at": at, "value": end, "told": f"{told} + {chart.words['hidden']}" if at in lacking else told}
        for at, end in ends.items()
        for told in [chart.told(end, kind)]
    ]
    by = {"field": "series", "type": "nominal", "title": chart.heading(drawing.by) if drawing.by else None}
    length = chart.measure(drawing.measures[0], title, "from")
    inks = {"field": "ink", "type": "nominal", "scale": None}
    layers = [
        data(parts)
        | mark("bar", stroke="white", strokeWidth=1)
        | drawn_by(
            x=length, x2={"field": "to"}, color=by | {"scale": colours, "legend": legend(names)}, **said()
        ),
        data(wide)
        | mark("text", fontSize=11, aria=False)
        | drawn_by(x=length | {"field": "middle"}, text={"field": "told"}, color=inks),
        data(sums) | text(dx=5) | drawn_by(x=length | {"field": "value"}, text={"field": "told"}),
    ]
    return chart.height | drawn_by(y=chart.categories(drawing.of)) | {"layer": layers}


def _laid_end_to_end(
    chart: Chart, cells: list[Cell], names: list[str]
) -> tuple[list[Specification], dict[int, float]]:
    """The parts, each with where it begins and ends; and where each bar ends."""
    ends = dict.fromkeys(range(len(chart.labels)), 0.0)
    parts = []
    for cell in sorted(cells, key=lambda cell: names.index(cell.series)):
        if cell.value is not None:
            parts.append(cell.drawn() | {"from": ends[cell.at], "to": ends[cell.at] + cell.value})
            ends[cell.at] += cell.value
    return parts, ends


def spread(chart: Chart, drawing: Spread) -> Specification:
    at = chart.lay_out(drawing.of, most=_MOST_DRAWN)
    cells = chart.cells(at, drawing.measures)
    rows = [[cell for cell in cells if cell.at == place] for place in range(len(chart.labels))]
    hidden = [row[0].at for row in rows if any(cell.hidden for cell in row)]
    known = [row for row in rows if all(cell.value is not None for cell in row)]
    names = {name: chart.title(each) for name, each in zip(_FIVE, drawing.measures, strict=True)}
    unit = chart.unit(drawing.middle) or names["middle"]
    chart.say("spread", measure=unit, of=chart.heading(drawing.of))
    chart.say_extremes(row[2] for row in known)
    chart.notes.append(chart.words["spread_key"].format(**names))
    chart.note_hidden(len(hidden))
    length = chart.measure(drawing.middle, unit)
    numbers = data(
        {"at": row[0].at, "told": row[2].told, "said": "; ".join(_said(cell) for cell in row)}
        | {name: cell.value for name, cell in zip(_FIVE, row, strict=True)}
        for row in known
    )
    layers = [
        numbers
        | mark("rule", color=INK, strokeWidth=1.5, aria=False)
        | drawn_by(x=length | {"field": "low"}, x2={"field": "high"}),
        numbers
        | mark("bar", color=LIGHT_BLUE, stroke=INK, strokeWidth=0.7, size=16)
        | drawn_by(x=length | {"field": "lower"}, x2={"field": "upper"}, **said()),
        numbers
        | mark("tick", color=INK, opacity=1, thickness=3, size=16, aria=False)
        | drawn_by(x=length | {"field": "middle"}),
        numbers
        | text(dx=6, fontWeight="bold", aria=False)
        | drawn_by(x=length | {"field": "high"}, text={"field": "told"}),
        chart.hidden(hidden, length),
    ]
    return chart.height | drawn_by(y=chart.categories(drawing.of)) | {"layer": layers}


def _said(cell: Cell) -> str:
    return f"{cell.where}: {cell.told}"
