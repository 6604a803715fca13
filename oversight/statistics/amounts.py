"""Sums, each with the number of pairs it comes from."""

from dataclasses import dataclass

from activities.models import Indicator

CLASS = ("batch", "supporter_province", "supporter_tier")  # a pair stands in one of each


@dataclass(frozen=True)
class Amount:
    """A sum of one unit; `value` is None where no pair has reported it. `reports` is the part from period reports."""

    value: int | None = None
    reports: int = 0
    pairs: int = 0

    @classmethod
    def of(cls, row):
        """The amount of a row of `summed`; of no row, or of no pairs, an amount of nothing."""
        return cls(row["sum"], row["reports"], row["pairs"]) if row and row["pairs"] else cls()


@dataclass(frozen=True)
class Headline:
    """What one indicator adds up to."""

    indicator: Indicator
    amount: Amount
