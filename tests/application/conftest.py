"""A ledger to import files into, empty or with one regency on record."""

import pytest
from layouts import AGENCIES, POST, UNITS, Imports

from application.ledger import Ledger


@pytest.fixture
def imports(database, tmp_path):
    with Ledger(database) as ledger:
        yield Imports(ledger, tmp_path)


@pytest.fixture
def seluma(imports):
    """A regency with a school that has one post with one seat."""
    imports("agencies", *AGENCIES)
    imports("units", *UNITS)
    imports("position_map", POST)
    return imports
