"""A sheet on its way: taken, its columns chosen, corrected, and submitted as one act that is undone as a whole."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.activities import entering, together
from activities.activities.models.activity import Activity
from activities.activities.models.editing import Measure
from activities.activities.models.question_answers import QuestionAnswer
from core.acts.recording import recording
from core.exceptions import Refused
from core.questions import answering
from core.tokens import create_once
from core.worker import chore
from pairs.previews import KEPT

from .checking import CheckedSheet
from .columns import known_titles
from .models import ColumnMemory, Sheet
from .sheet_table import table_of
from .university_scope import Scope

KIND = "activity_sheet"


def memory_of(university):
    """What is remembered of a university's own tables, or None."""
    return ColumnMemory.objects.filter(university=university).first()


def take(scope, data, file_name="", token=None):
    """Read a table, bytes or pasted text, and keep it for its owner; the same `token` again gives the same sheet.

    Refused, saying why, where there is no table in it.
    """

    def make():
        table, columns = table_of(data, known_titles(scope, memory_of(scope.university)))
        facts = {"university": scope.university, "owner": scope.user, "token": token or None}
        columns = {str(at): key for at, key in columns.items()}
        sheet = Sheet.of_file(data, file_name, table=table, columns=columns, **facts)
        sheet.save()
        return sheet

    return create_once(Sheet, token, make, owner_id=scope.user.pk)


def lacks_columns(sheet, scope):
    """The columns without which no row can be read, and of which nobody has said where they stand."""
    known = {*sheet.columns.values(), *sheet.constants}
    needed = ("kind", "title", "starts_on") if scope.only_pair else ("pair", "kind", "title", "starts_on")
    return [key for key in needed if key not in known]


def choose(sheet, columns, constants, titled, by):
    """Read the sheet by `columns`, {place: key}, and what holds for all rows; remember it for the university."""
    if titled and not sheet.table["titles"]:
        (_number, titles), *rows = sheet.table["rows"]
        sheet.table |= {"titles": titles, "rows": rows}
    sheet.columns, sheet.constants = {str(at): key for at, key in columns.items()}, constants
    sheet.save(update_fields=["table", "columns", "constants"])
    meant = {title: columns.get(at, "") for at, title in enumerate(sheet.table["titles"]) if title}
    remember(sheet.university, by, meant)  # "": not read


def remember(university, by, columns=None, words=None):
    """Keep what titles and words mean in the tables of this university, beside what is known."""
    memory, _new = ColumnMemory.objects.get_or_create(university=university)
    memory.columns |= columns or {}
    for key, meant in (words or {}).items():
        memory.words.setdefault(key, {}).update(meant)
    memory.by = by
    memory.save()


def corrected_words(found):
    """{column: {word as read: what it was corrected to}} of the partners and kinds of a CheckedSheet."""
    words = {"pair": {}, "kind": {}}
    for number, cells in found.sheet.corrections.items():
        row = next((row for row in found.rows if str(row.number) == number), None)
        for key in words.keys() & cells.keys() if row and row.entry else ():
            if read := found.sheet.as_read(row.number, key):
                words[key][read] = row.entry.pair.address if key == "pair" else row.entry.kind.code
    return {key: meant for key, meant in words.items() if meant}


def checked(sheet, user):
    """The CheckedSheet as it reads now."""
    memory = memory_of(sheet.university)
    return CheckedSheet(sheet, Scope(user, sheet.university), memory.words if memory else None)


def correct(sheet, changes, out, back=()):
    """Keep corrected cells, {(row, column): text}, and rows left `out` or put `back`; whether anything changed."""
    left_out = sorted({*sheet.left_out, *out} - {*back})
    if not changes and left_out == sheet.left_out:
        return False
    sheet.correct(changes)
    sheet.left_out = left_out
    sheet.save(update_fields=["corrections", "left_out"])
    return True


def enter(sheet, by, answered=(), submit=True):
    """Make an entry of each row, as one act, and submit them unless they are to stay drafts; pressed twice, once.

    `answered` are the digests of the questions that are answered, or a dict of them with the lines of text.

    Refused where the sheet is not right any more, or a question is not answered: its page says which.
    """
    with transaction.atomic():
        sheet.refresh_from_db(from_queryset=Sheet.objects.select_for_update(of=("self",)))
        if sheet.applied_at:
            return sheet
        if sheet.discarded_at or sheet.owner_id != by.pk:
            raise Refused(_("Only the person who uploaded a table can submit it."), "not_yours")
        found = checked(sheet, by)
        refuse_unready(found, answered, submit)
        entering.lock_pairs(found.entries)
        with recording(KIND, subject_of(sheet, len(found.rows)), by) as act, answering(answered):
            act.watch(*to_be_made(found.entries))
            entering.enter(found.entries, by, submit, answered)
        sheet.applied_at, sheet.act, sheet.entries = timezone.now(), act, len(found.rows)
        sheet.save(update_fields=["applied_at", "act", "entries"])
        if words := corrected_words(found):
            remember(sheet.university, by, words=words)
    return sheet


def undo(sheet, by, reason):
    """Take all entries of a sheet back; it then waits again as it was. Obstructed names what stands in the way."""
    refuse_undoing(sheet, by)
    together.undo(sheet.act, by, reason)


def refuse_undoing(sheet, by):
    """Raise Refused unless something was entered of it and `by` may take it back."""
    if not sheet.act_id:
        raise Refused(_("Nothing of this table is entered."), "not_now")
    together.refuse_undoing(sheet.act, by)


def subject_of(sheet, count):
    words = ngettext("%(university)s: %(count)s activity", "%(university)s: %(count)s activities", count)
    return words % {"university": sheet.university, "count": count}


def refuse_unready(found, answered, submit):
    """Raise Refused unless all rows of a CheckedSheet can be entered now."""
    if not (found.is_right if submit else found.may_be_drafts):
        raise Refused(_("Some rows need correcting before they can be submitted."), "wrong")
    if submit and any(question.digest not in answered for question, _rows in found.questions):
        raise Refused(_("Some questions are not answered yet."), "asked")


def to_be_made(entries):
    """Querysets that show the entries, their figures and answers once they are made: later ones of these pairs."""
    last = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    pairs = {entry.pair_id for entry in entries}
    activities = Activity.objects.filter(pk__gt=last, pair__in=pairs).select_related("kind")
    figures = Measure.objects.filter(activity__pk__gt=last, activity__pair__in=pairs)
    answers = QuestionAnswer.objects.filter(activity__pk__gt=last, activity__pair__in=pairs).order_by()
    figures = figures.order_by().select_related("indicator", "activity__kind")
    return activities.order_by(), figures, answers.select_related("activity__kind")


@chore
def forget():
    """Delete tables that nobody submitted for 30 days, and what is kept of those that were submitted so long ago."""
    old = Sheet.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.filter(applied_at=None).delete()
    old.exclude(applied_at=None).exclude(table={}).update(table={}, corrections={})
