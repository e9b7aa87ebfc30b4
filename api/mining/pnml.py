"""A Petri net as PNML (ISO/IEC 15909-2), with the final marking as process-mining tools read it."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from domain.transfer.nets import SINK, SOURCE, Net

PNML = "application/xml; charset=utf-8"

_TYPE = "http://www.pnml.org/version-2009/grammar/pnmlcoremodel"
_UNSEEN = '<toolspecific tool="ProM" version="6.4" activity="$invisible$" localNodeID="{}"/>'


def pnml(net: Net, title: str) -> bytes:
    return "".join(_lines(net, title)).encode()


def _lines(net: Net, title: str) -> Iterator[str]:
    places = {place: f"p{number}" for number, place in enumerate(net.places)}
    yield "<?xml version='1.0' encoding='UTF-8'?>\n<pnml xmlns=\"http://www.pnml.org/version-2009/grammar/pnml\">\n"
    yield f'<net id="route" type="{_TYPE}">{_name(title)}<page id="page">\n'
    for place, known_as in places.items():
        marked = "<initialMarking><text>1</text></initialMarking>" if place == SOURCE else ""
        yield f'<place id="{known_as}">{_name(place)}{marked}</place>\n'
    arcs = 0
    for number, each in enumerate(net.transitions):
        unseen = "" if each.label else _UNSEEN.format(f"t{number}")
        yield f'<transition id="t{number}">{_name(each.label or f"t{number}")}{unseen}</transition>\n'
        ends = [(places[place], f"t{number}") for place in sorted(each.takes)]
        ends += [(f"t{number}", places[place]) for place in sorted(each.gives)]
        for source, target in ends:
            yield f'<arc id="a{arcs}" source="{source}" target="{target}"/>\n'
            arcs += 1
    yield f'</page><finalmarkings><marking><place idref="{places[SINK]}"><text>1</text></place></marking></finalmarkings>'
    yield "</net>\n</pnml>\n"


def _name(text: str) -> str:
    return f"<name><text>{escape(text)}</text></name>"
