"""How two desks differ, by path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.differences import Mark, marked

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("before", "now", "pointer", "mark"),
    [
        ({"a": 1}, {"a": 1, "b": None}, "/b", Mark.ADDED),
        ({"a": 1, "b": None}, {"a": 1}, "/b", Mark.REMOVED),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, "/a/b/1", Mark.CHANGED),
        ([1], [1, 2], "/1", Mark.ADDED),
        ([1, 2], [1], "/1", Mark.REMOVED),
        ({"a/b~": 1}, {"a/b~": 2}, "/a~1b~0", Mark.CHANGED),
        (1, None, "", Mark.CHANGED),
    ],
)
def test_added_removed_and_changed(before: object, now: object, pointer: str, mark: Mark) -> None:
    (found,) = marked(before, now)
    assert (found.pointer, found.mark) == (pointer, mark)


def test_items_of_a_list_are_compared_by_what_names_them() -> None:
    before = [{"rule": "E01", "outcome": "MET"}, {"rule": "E02", "outcome": "MET"}]
    now = [{"rule": "E00", "outcome": "MET"}, {"rule": "E01", "outcome": "NOT_MET"}]
    assert [(each.pointer, each.mark, each.before, each.now) for each in marked(before, now)] == [
        ("/1/outcome", Mark.CHANGED, "MET", "NOT_MET"),
        ("/1", Mark.REMOVED, before[1], None),
        ("/0", Mark.ADDED, None, now[0]),
    ]


@given(before=JSON, now=JSON)
def test_what_is_the_same_does_not_differ_and_what_differs_is_told(before: object, now: object) -> None:
    assert list(marked(before, before)) == []
    assert bool(list(marked(before, now))) is (before != now)
