"""The published bulletins: list, page, Word file, downloads, and what was stated against what is logged."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

import opendata
from core.access import public
from core.filters import download_of, page_of
from core.parameters import accepts, accepts_list
from oversight.bulletins.models.bulletin import Bulletin

from . import docx_writer, tables, totals
from .filters import BulletinFilterSet, FigureFilterSet, TotalFilterSet
from .stated_vs_logged import Ledger

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@public
@require_safe
@accepts_list(BulletinFilterSet)
def bulletin_list(request):
    listing = BulletinFilterSet(request.GET)
    facts = {"page": page_of(listing.qs.with_notes(), request), "listing": listing}
    return render(request, "oversight/bulletins/bulletin_list.html", facts)


@public
@require_safe
def bulletin(request, address):
    found = published(address)
    return render(request, "oversight/bulletins/bulletin.html", {"bulletin": found, "document": found.document})


@public
@require_safe
@accepts(strict=True)
def bulletin_word(request, address):
    """The same as a Word file, in the language of the address."""
    found = published(address)
    response = HttpResponse(docx_writer.of(found), content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(
        True, opendata.named(f"{docx_writer.title_of(found)}.docx")
    )
    return response


@public
@download_of(FigureFilterSet)
def bulletin_download(listing, form):
    """The figures of all bulletins."""
    return opendata.respond(
        form, "通报", tables.COLUMNS, tables.rows(listing.qs), title_en="Figures of bulletins", **tables.facts(listing)
    )


@public
@download_of(BulletinFilterSet)
def bulletin_list_download(listing, form):
    """The bulletins themselves, one a row."""
    rows = tables.bulletin_rows(listing.qs)
    return opendata.respond(form, "通报一览", tables.BULLETINS, rows, title_en="Bulletins", **tables.facts(listing))


@public
@download_of(TotalFilterSet)
def total_download(listing, form):
    """Totals by action, as of today or of the day that is asked for."""
    rows = totals.total_rows(listing.qs, listing.day)
    return opendata.respond(form, "行动统计总数", totals.TOTALS, rows, **tables.facts(listing))


@public
@require_safe
def ledger(request):
    return render(request, "oversight/bulletins/comparison.html", {"ledger": Ledger()})


def published(address):
    return get_object_or_404(Bulletin.objects.published().with_notes(), address=address)
