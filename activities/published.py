"""Loads the six mechanisms as the notices describe them: only what has never been there before."""

from activities.models import Mechanism
from pairs.published import add_new, rows


def load():
    """Load the mechanisms; yields (model, number added, number there before)."""
    yield add_new(Mechanism, map(a_mechanism, rows("mechanisms")), ["number"])


def a_mechanism(row):
    row.pop("source")
    points = {field: "\n".join(row[field].split(" / ")) for field in ("covers", "covers_en")}
    return Mechanism(**row | points | {"number": int(row["number"])})
