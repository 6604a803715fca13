"""What this app adds to the open data, as the data page explains it."""

from django.utils.translation import gettext as _

from opendata.tables import Dataset

from . import tables
from .filters import ActivityFilterSet


def datasets():
    """The tables of this app; asked for anew each time, because the ministry may add indicators."""
    title, about = _("Activities"), _("Coming events, and what has been held and confirmed or is publicly documented.")
    columns = tables.activity_columns()
    return [
        Dataset("activities", "activity_list", "activity_download", title, about, columns, ActivityFilterSet),
    ]
