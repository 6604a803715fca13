"""What waits for the ministry in oversight: shown on its first page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairs.todo import Task

from .bulletins.models.bulletin import Bulletin
from .inspections.models.finding import Finding, FindingState
from .practices.models.practice import Practice, PracticeState
from .robots.models import Robot


def tasks(user):
    """What an editor decides on, as one task for each kind; an inspector's findings stand in figures of their own."""
    return [*practices_proposed(), *findings_answered(), *robots_to_allow()] if user.is_editor else []


def practices_proposed():
    if number := Practice.objects.filter(state=PracticeState.PROPOSED).count():
        text = ngettext("%(number)s proposal to edit and publish", "%(number)s proposals to edit and publish", number)
        yield Task(_("Good practice"), text % {"number": number}, reverse("desk_practices"))


def findings_answered():
    if number := Finding.objects.in_state(FindingState.ANSWERED).count():
        text = ngettext("%(number)s answer to look at", "%(number)s answers to look at", number)
        url = f"{reverse('desk_findings')}?state={FindingState.ANSWERED}"
        yield Task(_("Findings of inspections"), text % {"number": number}, url)


def robots_to_allow():
    if number := Robot.objects.to_allow().count():
        text = ngettext("%(number)s robot to allow or refuse", "%(number)s robots to allow or refuse", number)
        url = f"{reverse('admin:oversight_robot_changelist')}?allowed__exact=0&refused__exact=0"
        yield Task(_("Group robots"), text % {"number": number}, url)


def unpublished():
    """Drafts of bulletins."""
    for draft in Bulletin.objects.filter(state=Bulletin.State.DRAFT):
        yield Task(str(draft), _("Draft of a bulletin"), reverse("desk_bulletin", args=[draft.pk]))
