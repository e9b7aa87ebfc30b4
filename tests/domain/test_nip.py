"""The NIP: what its digits must say (reference 3.1)."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import add_months
from domain.registry.nip import NotANip, Sex, parse_nip

TODAY = date(2026, 1, 15)


def parse(digits):
    return parse_nip(digits, today=TODAY, lowest_age=16, usual_age=(16, 35))


@st.composite
def careers(draw):
    """A birth date, a month of entry at a lawful age, a sex and a serial."""
    born = draw(st.dates(date(1940, 1, 1), date(2009, 1, 1)))
    entered = draw(st.dates(add_months(born, 12 * 17), max(TODAY, add_months(born, 12 * 17)))).replace(day=1)
    entered = min(entered, TODAY.replace(day=1))
    return born, entered, draw(st.sampled_from(Sex)), draw(st.integers(1, 999))


@given(careers())
def test_what_is_written_is_read(career):
    born, entered, sex, serial = career
    nip = parse(f"{born:%Y%m%d}{entered:%Y%m}{'1' if sex is Sex.MALE else '2'}{serial:03}")
    assert (nip.born, nip.entered, nip.sex, int(nip.digits[15:])) == (born, entered, sex, serial)


@given(st.text(max_size=20))
def test_any_other_text_is_refused_or_has_eighteen_digits(text):
    with suppress(NotANip):
        assert len(parse(text).digits) == 18


@pytest.mark.parametrize("digits", ["198609262015051001", "196804111993031009"])
def test_the_examples_of_the_law_are_valid(digits):
    assert parse(digits).warnings == ()


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        ("198613262015051001", "date of birth"),  # month 13
        ("198609262015051000", "serial"),
        ("198609262015053001", "sex"),
        ("201009262015051001", "age at entry would be 4"),
        ("198602302015051001", "date of birth"),  # 30 February
        ("198609262015131001", "month of entry"),
        ("198609262027051001", "future"),
        ("19860926201505100", "18 digits"),
        ("19860926201505100x", "18 digits"),
        (
            "\u0661\u0669\u0668\u0666\u0660\u0669\u0662\u0666\u0662\u0660\u0661\u0665\u0660\u0665\u0661\u0660\u0660\u0661",
            "18 digits",
        ),
    ],
)
def test_a_nip_that_cannot_be_is_refused_with_the_part_that_is_wrong(digits, told):
    with pytest.raises(NotANip, match=told):
        parse(digits)


def test_an_unusual_age_is_noted_and_not_refused():
    assert parse("197001012015051001").warnings == ("unusual age at entry: 45",)


def test_a_contract_number_counts_contracts_where_the_month_would_be():
    nip = parse("199003152023212005")
    assert nip.entered == date(2023, 1, 1)
    assert nip.sex is Sex.FEMALE


def test_the_lowest_age_is_met_on_the_day_itself():
    assert parse("199505012011051001").entered == date(2011, 5, 1)
    with pytest.raises(NotANip, match="would be 15"):
        parse("199505022011051001")
