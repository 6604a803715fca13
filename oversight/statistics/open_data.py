"""The statistics as open data, as the data page explains them."""

from opendata.tables import Dataset

from .filters import StatisticsFilterSet
from .tables import TABLES


def datasets():
    """The tables of the statistics; they share one set of filters, which is explained with the first."""
    return [
        Dataset(
            f"statistics-{name}",
            "statistics",
            f"statistics_{name}",
            table.name,
            table.about,
            table.columns,
            StatisticsFilterSet if name == "totals" else None,
        )
        for name, table in TABLES.items()
    ]
