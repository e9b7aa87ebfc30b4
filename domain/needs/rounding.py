"""Rounding, once and half up."""

from fractions import Fraction
from math import floor, isqrt


def half_up(value: Fraction) -> int:
    return parts(value, 1)


def parts(value: Fraction, of: int) -> int:
    """The value in hundredths, thousandths and so on, half up: as it is stored and shown."""
    return (2 * of * value.numerator + value.denominator) // (2 * value.denominator)


def root_parts(square: Fraction, of: int) -> int:
    """The square root in the same parts, half up; exact, whatever the size."""
    scaled = square * of * of
    root = isqrt(floor(scaled))
    return root + (scaled >= Fraction(2 * root + 1, 2) ** 2)
