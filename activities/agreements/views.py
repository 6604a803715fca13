"""The commitments of agreements in force, as files."""

import opendata
from activities.activities.tables import facts
from core.access import public
from core.filters import download_of

from . import tables
from .filters import CommitmentFilterSet


@public
@download_of(CommitmentFilterSet)
def commitment_download(listing, form):
    rows = tables.commitment_rows(listing.qs)
    return opendata.respond(form, "承诺", tables.COMMITMENTS, rows, title_en="Commitments", **facts(listing))
