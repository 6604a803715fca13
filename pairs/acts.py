"""The acts of this app: what changes many of its rows at once, and who may undo it as a whole."""

from django.utils.translation import gettext_lazy as _

from core.acts import kinds
from core.acts.columns import CHUNK
from pairs.directory import merging, successors
from pairs.directory.models.university import University, UniversityName
from pairs.pairs.models.batch import Batch
from pairs.pairs.models.pair import Pair
from pairs.pairs.models.second_editor import ALONE


@kinds.computed_from("pairs.university", "pairs.universityname")
def refresh_search(rows):
    """Bring the search text of every university in step that the act concerned."""
    keys = {row.object_pk for row in rows if row.model_class is University}
    names = [row for row in rows if row.model_class is UniversityName]
    keys |= {(facts or {}).get("university_id") for row in names for facts in (row.before, row.after)}
    named = [row.object_pk for row in names]
    for start in range(0, len(named), CHUNK):
        there = UniversityName.objects.filter(pk__in=named[start : start + CHUNK]).order_by()
        keys |= set(there.values_list("university_id", flat=True))
    keys = sorted(keys - {None})
    for start in range(0, len(keys), CHUNK):
        University.objects.filter(pk__in=keys[start : start + CHUNK]).refresh_search_text()


def batches(rows):
    """The batches that the rows of an act are, or belong to."""
    keys = {row.object_pk for row in rows if row.model_class is Batch}
    keys |= {(row.before or row.after).get("batch_id") for row in rows if row.model_class is Pair}
    return Batch.objects.filter(pk__in=keys - {None}).select_related("action")


def not_fit_for_the_public(act, rows):
    """What a batch that becomes public again lacks for it, a second editor too."""
    for batch in batches(rows):
        for fault in [ALONE] if batch.action.second_editor else batch.publication_faults():
            yield fault, batch


def published_since(act, rows):
    """What the public reads by now is withdrawn first, so that a line stays at its address."""
    for batch in batches(rows).filter(published_at__gt=act.at):
        yield _("%(batch)s was published since; withdraw it first.") % {"batch": batch}, batch


kinds.register(
    "list_import",
    _("List imported"),
    permissions=("pairs.import_pairs",),
    obstacles=published_since,
    is_import=True,
)
kinds.register(
    "register_import",
    _("Register taken over"),
    permissions=("pairs.import_pairs", "pairs.change_university"),
    is_import=True,
)
kinds.register(
    "class_list",
    _("List of types or of a class imported"),
    permissions=("pairs.import_pairs", "pairs.change_university"),
    is_import=True,
)
kinds.register("facts_anew", _("Facts as of the notice taken again"), permissions=("pairs.change_pair",))
kinds.register("milestone", _("Milestone recorded for many pairs"), permissions=("pairs.change_pair",))
kinds.register(
    "publication",
    _("Batch published"),
    permissions=("pairs.publish_batch",),
    warning=_("The batch and its pairs go from the public; the day and your reason stay at their addresses."),
    reason_help=_("The public reads it at the address of the batch; it is kept in the history as well."),
)
kinds.register(
    "withdrawal",
    _("Batch withdrawn from the public"),
    permissions=("pairs.publish_batch",),
    obstacles=not_fit_for_the_public,
)
kinds.register(successors.KIND, _("What became of a university"), permissions=("pairs.change_university",))
kinds.register(
    merging.KIND,
    _("Merge of two university records"),
    permissions=("pairs.change_university", "pairs.change_pair"),
)
kinds.register("pair_end", _("End of a pair, or another supporter"), permissions=("pairs.change_pair",))
