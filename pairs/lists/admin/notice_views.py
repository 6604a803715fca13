"""A new batch from a notice: the pasted prose proposes, the editor confirms."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.admin.base import page, sent
from pairs.lists import workflow
from pairs.pairs.models.action import Action
from pairs.pairs.models.batch import Batch, Side
from pairs.reader import notice_text
from pairs.reader.cell_values import whole_number

from .column_views import after_reading
from .notice_forms import BatchForm, GroupFormSet, NoticeForm, create_batch

MORE_GROUPS = 3
GROUPS_WITHOUT_PROPOSAL = 4
PROPOSED = ("label", "title", "source", "notice_on", "starts", "ends", "in_months", "declared_pairs")


@permission_required(("pairs.import_pairs", "pairs.add_batch"), raise_exception=True)
def from_notice(request):
    """Take the notice, propose what it says, and create the batch that the editor confirms."""
    if "create" in request.POST:
        return create(request)
    if "more" in request.POST:
        return ask_facts(request, *as_typed(request.POST))
    form = NoticeForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        return ask_facts(request, *proposed(form.cleaned_data["notice"]))
    return page(
        request,
        "pairs/lists/admin/notice_paste.html",
        _("New batch from a notice"),
        forms=[form],
        model=Batch,
        form=form,
    )


def create(request):
    """Create the batch when all is right, and go on with the list; otherwise say everything that is not."""
    form, groups = BatchForm(request.POST), GroupFormSet(request.POST, prefix="group")
    if not (form.is_valid() & groups.is_valid()):
        return ask_facts(request, form, groups)
    try:
        batch = create_batch(form, groups, _("Created from a notice"))
    except IntegrityError:  # sent twice at once: the other one was quicker, and the number is taken
        return ask_facts(request, BatchForm(request.POST), groups)
    messages.success(request, _("%(batch)s was created. It is not public yet.") % {"batch": batch})
    for text in sums_off(batch):
        messages.warning(request, text)
    return go_on_with_list(request, batch, form.cleaned_data["notice"])


def go_on_with_list(request, batch, text):
    """The preview of the list that the notice held, the choice of its columns, or the page that asks for the list.

    Why a list was not read is said, and the text is kept for the next try.
    """
    if not text.strip():
        return redirect("admin:pairs_batch_list", batch.pk)
    listed = workflow.preview(batch, text, owner=request.user)
    reading = listed.as_read
    if reading.rows or listed.asks_for_columns:
        return after_reading(listed)
    for error in reading.errors:
        messages.warning(request, error.message)
    return redirect(f"{reverse('admin:pairs_batch_list', args=[batch.pk])}?former={listed.pk}")


def ask_facts(request, form, groups):
    context = {"form": form, "groups": groups, "actions": Action.objects.exists()}
    title = _("What the notice states")
    return page(
        request, "pairs/lists/admin/notice_facts.html", title, forms=[form, *groups.forms], model=Batch, **context
    )


def proposed(text):
    """The forms with what the notice says, for the editor to confirm or correct."""
    found = notice_text.propose(text)
    facts = {name: getattr(found, name) for name in PROPOSED}
    given = {"notice": text, "action": Action.objects.first(), "number": Batch.objects.next_number()}
    given["label_en"] = english_label(found.label)
    rows = [vars(group) | {"of_which": bool(group.part_of)} for group in found.declared]
    return BatchForm(initial=facts | given), with_room(rows, 1 if rows else GROUPS_WITHOUT_PROPOSAL)


def english_label(label):
    """The English of a name such as 第二批 or 2022年; nothing for any other."""
    match = re.fullmatch(r"第(.+)批|(\d{4})年", label)
    if not match:
        return ""
    return f"Batch {whole_number(match[1])}" if match[1] else match[2]


def as_typed(data):
    """The forms as they were filled in, unjudged, with room for more groups."""
    form, groups = BatchForm(data), GroupFormSet(data, prefix="group")
    rows = [typed(group) for group in groups.forms]
    return BatchForm(initial=typed(form)), with_room(rows, MORE_GROUPS)


def typed(form):
    return {name: form[name].value() for name in form.fields}


def with_room(rows, room):
    groups = GroupFormSet(initial=rows, prefix="group")
    groups.extra = room
    return groups


def sums_off(batch):
    """One sentence for each side whose groups do not add up to the declared pairs."""
    for side in Side:
        counts = [count.count for count in batch.declared_counts.all() if count.side == side and not count.part_of]
        if counts and batch.declared_pairs not in (None, sum(counts)):
            facts = {"side": side.label, "sum": sum(counts), "declared": batch.declared_pairs}
            yield _("%(side)s: the groups add up to %(sum)s, the notice declares %(declared)s pairs.") % facts
