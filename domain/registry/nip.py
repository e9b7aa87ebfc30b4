"""The NIP: eighteen digits that tell birth date, entry month, sex and serial (reference 3.1). No check digit."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_DIGITS = 18
_MALE, _FEMALE = "1", "2"
_PPPK_FROM = 21  # digits 13-14 of a PPPK's number count contracts from 21


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, slots=True)
class Nip:
    """What the digits say. `warnings` names what is unusual but possible."""

    digits: str
    born: date
    entered: date
    sex: Sex
    warnings: tuple[str, ...] = ()


class NotANip(ValueError):
    """The digits do not make a NIP; the message says which part."""


def parse_nip(digits: str, *, today: date, lowest_age: int, usual_age: tuple[int, int]) -> Nip:
    """Read a NIP. Ages in whole years at entry: below `lowest_age` refused, outside `usual_age` only noted.

    For a PPPK's number the four digits of the year are kept and the entry is taken as 1 January (the month digits
    mean something else there).
    """
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        raise NotANip("a NIP has 18 digits")
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise NotANip("digits 1-8 are no date of birth") from None
    year, month = int(digits[8:12]), int(digits[12:14])
    if month >= _PPPK_FROM:
        month = 1
    try:
        entered = date(year, month, 1)
    except ValueError:
        raise NotANip("digits 9-14 are no month of entry") from None
    if entered > today:
        raise NotANip("the month of entry lies in the future")
    if digits[14] not in (_MALE, _FEMALE):
        raise NotANip("digit 15 (sex) must be 1 or 2")
    if digits[15:] == "000":
        raise NotANip("the serial must be 001 to 999")
    age = entered.year - born.year - ((entered.month, entered.day) < (born.month, born.day))
    if age < lowest_age:
        raise NotANip(f"the age at entry would be {age}")
    low, high = usual_age
    warnings = () if low <= age <= high else (f"unusual age at entry: {age}",)
    return Nip(digits, born, entered, Sex.MALE if digits[14] == _MALE else Sex.FEMALE, warnings)
