"""The workflow of bulletins: editors draft, word and publish them; what is published is only ever corrected by notes.

`by` is the person who acts, `version` the version that person has seen; see core.workflow.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ONLY_EDITORS
from core.exceptions import Refused
from core.tokens import create_once
from core.versioning import drop, keep, refuse_unless
from core.workflow import State, Transition, Workflow, transition
from oversight.roles import editor

from . import bulletin_document, summary_text
from .as_of import AsOfFigures
from .models.bulletin import PUBLISHED_STAYS, TEXTS, Bulletin, BulletinNote
from .models.bulletin_figure import BulletinFigure
from .publish_checks import Readiness

DRAFT, PUBLISHED = State(state=Bulletin.State.DRAFT), State(state=Bulletin.State.PUBLISHED)
CHANGE = Transition(((editor, DRAFT),), ONLY_EDITORS, PUBLISHED_STAYS, code_not_now="locked")
CORRECT = Transition(((editor, PUBLISHED),), ONLY_EDITORS, _("It is a draft: change it instead."))
CHANGES = ("compute", "edit", "propose", "state", "remove", "publish", "discard")
WORKFLOW = Workflow(dict.fromkeys(CHANGES, CHANGE) | {"correct": CORRECT})


def draft(by, batches, as_of, scope, scope_en, token=None):
    """Start a bulletin on `batches` (their numbers) as of a day, and compute it; the same `token` gives the same.

    Refused to all but editors; ValidationError by field for what cannot be kept.
    """
    refuse_unless(by.is_editor, ONLY_EDITORS, "not_yours")

    def make():
        numbers = ",".join(map(str, sorted(set(batches))))
        words = {"scope": scope, "scope_en": scope_en, "batches": numbers}
        bulletin = Bulletin(as_of=as_of, drafted_by=by, token=token or None, **words)
        bulletin.check_all()
        bulletin.clean()
        keep(bulletin, by)
        WORKFLOW.record(bulletin, "draft", by)
        return compute(bulletin, by)

    return create_once(Bulletin, token, make, drafted_by=by)


@transition
def compute(bulletin, by, version=None):
    """Compute every figure anew; wordings that are still true stay, and so does a paragraph the editor wrote."""
    begin(bulletin, "compute", by, version)
    was, basis = proposal(bulletin), AsOfFigures(bulletin.batch_numbers, bulletin.day)
    BulletinFigure.objects.renew(bulletin, basis, by)
    bulletin.reporting, bulletin.pairs = basis.reporting, basis.declared
    bulletin.computed_at = timezone.now()
    return store_with_headline(bulletin, "compute", by, was)


@transition
def edit(bulletin, by, version, values=None, figures=None):
    """Other words, and per figure (by key) wordings and whether it is in; ValidationError for an untrue wording.

    `figures` are dicts of wording, wording_en and included.
    """
    begin(bulletin, "edit", by, version, {**(values or {}), **({"figures": figures} if figures else {})})
    was, faults = proposal(bulletin), {}
    bulletin.take({field: text for field, text in (values or {}).items() if field in TEXTS})
    for row in bulletin.figures.all():
        if given := (figures or {}).get(row.pk):
            faults |= row.reword(by, **given)
    if faults:
        raise ValidationError(faults)
    return store_with_headline(bulletin, "edit", by, was)


@transition
def propose_headline(bulletin, by, version=None):
    """Put the proposed paragraph in place of the one that stands."""
    begin(bulletin, "propose", by, version)
    bulletin.headline = bulletin.headline_en = ""
    return store_with_headline(bulletin, "propose", by, proposal(bulletin))


@transition
def state_figure(bulletin, by, version=None, **facts):
    """Add a figure that was stated elsewhere, with its source; ValidationError by field."""
    begin(bulletin, "state", by, version)
    BulletinFigure.objects.state(bulletin, by, **facts)
    return WORKFLOW.store(bulletin, "state", by)


@transition
def take_out(bulletin, by, figure, version=None):
    """Take a stated figure out again; a computed one is left out by not including it."""
    begin(bulletin, "remove", by, version)
    stated = bulletin.figures.stated().filter(pk=figure)
    refuse_unless(stated, _("Only a stated figure is taken out; leave a computed one out instead."))
    drop(stated, by)
    return WORKFLOW.store(bulletin, "remove", by)


@transition
def publish(bulletin, by, version=None):
    """Freeze figures and text; ValidationError naming everything that stands in the way."""
    begin(bulletin, "publish", by, version)
    if blocks := Readiness(bulletin).blocks:
        raise ValidationError([point.message for point in blocks])
    return freeze(bulletin, by)


@transition
def publish_as_stated(bulletin):
    """Publish what the ministry had stated before this portal began: stated figures only, each with its source."""
    WORKFLOW.lock(bulletin, None)
    if bulletin.figures.computed().exists() or not bulletin.figures.exists() or not bulletin.source:
        raise Refused(_("Only stated figures with their source are published in this way."))
    return freeze(bulletin, None, str(_("published list")))


@transition
def discard(bulletin, by, version=None):
    """Delete a draft."""
    begin(bulletin, "discard", by, version)
    drop([bulletin], by)


def correct(bulletin, by, note, note_en, token=None):
    """Add a dated note to what is published; nothing else ever changes. Returns the note."""
    WORKFLOW.refuse(bulletin, "correct", by)

    def make():
        made = BulletinNote(bulletin=bulletin, note=note.strip(), note_en=note_en.strip(), added_by=by, token=token)
        made.full_clean(exclude=["token"])
        keep(made, by)
        WORKFLOW.record(bulletin, "correct", by)
        return made

    return create_once(BulletinNote, token, make, added_by=by, bulletin=bulletin)


# What the transitions are made of


def begin(bulletin, name, by, version, mine=None):
    """Do as `Workflow.begin`; what is published is refused before versions are compared."""
    WORKFLOW.begin(bulletin, name, by)
    bulletin.compare(version, mine)


def proposal(bulletin):
    return summary_text.proposal(bulletin, bulletin.figures.all(), bulletin.coverage)


def store_with_headline(bulletin, name, by, was):
    """Store it; a paragraph that was only proposed, as `was` has it, follows the figures."""
    now = proposal(bulletin)
    for field, language in (("headline", "zh"), ("headline_en", "en")):
        if getattr(bulletin, field) in ("", was[language]):
            setattr(bulletin, field, now[language])
    return WORKFLOW.store(bulletin, name, by)


def freeze(bulletin, by, why=""):
    bulletin.published_at, bulletin.published_by, bulletin.state = timezone.now(), by, Bulletin.State.PUBLISHED
    bulletin.ask_about_texts()
    bulletin.address = free_address(bulletin.day)
    bulletin.snapshot = bulletin_document.of(bulletin)
    bulletin.snapshot_hash = bulletin_document.hash_of(bulletin.snapshot)
    return WORKFLOW.store(bulletin, "publish", by, why)


def free_address(day):
    """The day, for the first bulletin that is published of it; for others with a number behind it."""
    taken = set(Bulletin.objects.published().of_day(day).values_list("address", flat=True))
    names = [f"{day:%Y-%m-%d}", *(f"{day:%Y-%m-%d}-{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)
