"""What is asked about a snapshot before it is kept: beside the larger group, the partner, and the snapshot before."""

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.questions import Question
from core.templatetags.formatting import figure
from pairs.models import Pair

from .models import EmploymentSnapshot

TIMES = 2  # so many times the graduates of the snapshot before, or so few, are asked about


def questions_about(snapshot):
    """Return the Questions about a snapshot; none accuses, each is answered with a tick or a line of text."""
    found = [beside_whole(snapshot), beside_partner(snapshot), beside_before(snapshot)]
    about = f"{snapshot.graduates}/{snapshot.employed}"
    return [Question(code, text, field, about, remark=True) for code, field, text in filter(None, found)]


def others_of(snapshot, **more):
    found = EmploymentSnapshot.objects.filter(graduates__isnull=False, as_of__lte=snapshot.as_of, **more)
    return found.exclude(pk=snapshot.pk).order_by("-as_of", "-pk")


def beside_whole(snapshot):
    """Ask about a group that is larger than the one of which it is a part."""
    mine = {"university": snapshot.university_id, "group": snapshot.group.part_of_id}
    whole = others_of(snapshot, **mine).select_related("group").first() if snapshot.group.part_of_id else None
    if whole is None or (snapshot.graduates <= whole.graduates and snapshot.employed <= whole.employed):
        return None
    words = {"group": snapshot.group, "whole": whole.group}
    words |= {"graduates": figure(whole.graduates), "employed": figure(whole.employed), "day": f"{whole.as_of}"}
    message = _(
        "“%(group)s” is part of “%(whole)s”, which had %(graduates)s graduates, %(employed)s of them employed, "
        "on %(day)s. Check both."
    )
    return "part_beyond", "graduates", message % words


def beside_partner(snapshot):
    """Ask about the very numbers that a partner reports of its own graduates."""
    mine = snapshot.university_id
    pairs = Pair.objects.filter(Q(recipient=mine) | Q(supporter=mine)).values_list("recipient", "supporter")
    partners = {key for both in pairs for key in both} - {mine}
    numbers = {"graduates": snapshot.graduates, "employed": snapshot.employed, "group": snapshot.group_id}
    same = others_of(snapshot, university__in=partners, **numbers).select_related("university").first()
    if same is None:
        return None
    message = _("%(university)s reports the same two numbers. Check whether these are your own graduates.")
    return "same_as_partner", "graduates", message % {"university": same.university.local_name}


def beside_before(snapshot):
    """Ask about fewer employed than before among as many graduates, and about many more or fewer graduates."""
    before = others_of(
        snapshot, university=snapshot.university_id, group=snapshot.group_id, as_of__lt=snapshot.as_of
    ).first()
    if before is None:
        return None
    words = {
        "graduates": figure(before.graduates),
        "employed": figure(before.employed),
        "day": date_format(before.as_of),
    }
    message = _("On %(day)s it was %(employed)s of %(graduates)s. Check the change.") % words
    if max(before.graduates, snapshot.graduates) >= TIMES * min(before.graduates, snapshot.graduates):
        return "other_size", "graduates", message
    if snapshot.employed < before.employed and snapshot.graduates >= before.graduates:
        return "fewer_employed", "employed", message
    return None
