"""Bulletins that were loaded as stated follow the published facts in words, days and sources, never in numbers."""

from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from core.fixtures import Loaded, corrected, edited_among
from oversight.bulletins.models.bulletin import Bulletin
from oversight.bulletins.models.bulletin_figure import BulletinFigure
from pairs.fixtures_loader import day, rows

from . import bulletin_document

OF_BULLETINS = ["as_of", "stated_on", "scope_en", "qualifier", "qualifier_en", "source"]
OF_FIGURES = ["name", "name_en", "unit", "unit_en", "wording", "wording_en", "note", "note_en"]
OF_FIGURES += ["source", "source_en", "translated"]


def a_bulletin(row):
    return Bulletin(**row | {"stated_on": day(row["stated_on"])})


def restated():
    """Correct words, days and sources of the bulletins that were loaded and that nobody edited; a Loaded."""
    there, followed, left = 0, 0, []
    for made in map(a_bulletin, rows("bulletins")):
        loaded = Bulletin.objects.published().filter(drafted_by=None, scope=made.scope).of_day(made.stated_on)
        for bulletin in loaded.prefetch_related("figures"):
            there += 1
            facts, figures = corrections(bulletin, made)
            if facts and is_edited(bulletin):
                left.append(bulletin)
            elif facts:
                restate(bulletin, facts, figures)
                followed += 1
    return Loaded(Bulletin, 0, there, followed, tuple(left))


def is_edited(bulletin):
    """Whether anybody has written to it, or corrected it by a note that speaks of what stands there."""
    rows_of_it = list(bulletin.figures.all())
    edited = edited_among([bulletin], OF_BULLETINS) or edited_among(rows_of_it, OF_FIGURES)
    return bool(edited) or bulletin.notes.exists()


def corrections(bulletin, made):
    """All fields of a bulletin, and all of each of its figures, when any differs; the numbers have to be the same."""
    facts = {field: getattr(made, field) for field in OF_BULLETINS}
    there = {row.measure: row for row in bulletin.figures.all()}
    figures = {}
    for row in rows("bulletin_figures"):
        figure = there.get(row["measure"])
        mine = (day(row["stated_on"]), row["scope"]) == (made.stated_on, made.scope)
        if mine and figure and figure.value == int(row["value"]):
            figures[figure.measure] = {field: row[field] for field in OF_FIGURES}
    same = all(getattr(bulletin, field) == value for field, value in facts.items())
    same &= all(getattr(there[name], field) == value for name, one in figures.items() for field, value in one.items())
    return ({}, {}) if same else (facts, figures)


def restate(bulletin, facts, figures):
    """Write `facts` of the bulletin and fields of each of `figures`, and freeze it anew; it says that it was corrected.

    What is published refuses to be saved, and an editor's bulletin never comes here: this is for loaded ones alone.
    """
    changed = [row for row in bulletin.figures.all() if row.measure in figures]
    for row in changed:
        for field, value in figures[row.measure].items():
            setattr(row, field, value)
    for field, value in facts.items():
        setattr(bulletin, field, value)
    kept = {"default_change_reason": corrected()}
    bulk_update_with_history(changed, BulletinFigure, OF_FIGURES, **kept)
    bulletin.snapshot = bulletin_document.of(bulletin) | {"restated_at": timezone.now().isoformat()}
    bulletin.snapshot_hash = bulletin_document.hash_of(bulletin.snapshot)
    bulletin.version += 1
    written = [*facts, "snapshot", "snapshot_hash", "version"]
    bulk_update_with_history([bulletin], Bulletin, written, **kept)
