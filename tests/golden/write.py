"""Write the golden files of event types that have none yet. Files that exist are never touched: they are for ever.

    PYTHONPATH=.:tests .venv/bin/python -m golden.write

A new event type: add its example to examples.py, run this, and commit the file with the event. A new shape of an old
type: raise its SHAPES entry with an upcast, run this, and <Name>.<shape>.json joins the older file.
"""

from pathlib import Path

from golden.examples import ENVELOPE, EXAMPLES

from application.recording import SHAPES, encode

FOLDER = Path(__file__).resolve().parent


def golden_file(name: str, shape: int) -> Path:
    return FOLDER / (f"{name}.json" if shape == 1 else f"{name}.{shape}.json")


def todays_shape(name: str) -> int:
    return 1 + len(SHAPES.get(name, ()))


def main() -> None:
    for example in EXAMPLES:
        name, body = encode(example, ENVELOPE)
        path = golden_file(name, todays_shape(name))
        if not path.exists():
            path.write_bytes(body)
            print(f"new: {path.name}")  # noqa: T201 it is a script


if __name__ == "__main__":
    main()
