import sys
import api.demo.stage as s
from rich.console import Console
from api.cli import _bar
want=set(sys.argv[1].split(","))
s.SCENARIOS=tuple(x for x in s.SCENARIOS if x[0] in want)
raise SystemExit(s.play_once(2000, 2025, Console(width=200), _bar()))
