"""Coming events as calendars: all of them, those of an action, batch, university or mechanism, and one alone."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from activities.activities.models.activity import Activity
from activities.catalogue.models import Mechanism
from core.feeds import feed
from pairs.models import Action, Batch, University

from .calendar import calendar_of
from .public import project

MOST = 500  # of the next events; a calendar is fetched every hour by each who reads it


@feed
def events(request):
    return answer(request, _("Coming events"), Activity.objects.in_calendar())


@feed
def events_of_action(request, slug):
    found = get_object_or_404(Action.objects.published(), slug=slug)
    return answer(request, found.local_name, Activity.objects.in_calendar().of_action(found))


@feed
def events_of_batch(request, number):
    found = get_object_or_404(Batch.objects.published().select_related("action"), number=number)
    return answer(request, str(found), Activity.objects.in_calendar().filter(pair__batch=found))


@feed
def events_of_university(request, code):
    coded = University.objects.exclude(code=None).select_related("merged_into")
    found = get_object_or_404(coded, code=code)
    found = found.merged_into or found
    return answer(request, found.local_name, Activity.objects.in_calendar().of_university(found))


@feed
def events_of_mechanism(request, slug, number):
    mechanisms = Mechanism.objects.published().select_related("action")
    found = get_object_or_404(mechanisms, action__slug=slug, number=number)
    return answer(request, found.local_name, Activity.objects.in_calendar().filter(kind__mechanism=found))


@feed
def event(request, pk):
    """One event, to be put into a calendar."""
    found = Activity.objects.in_calendar().filter(pk=pk)
    if not found:
        raise Http404
    response = answer(request, _("Coming events"), found)
    response["Content-Disposition"] = f'attachment; filename="activity-{pk}.ics"'
    return response


def answer(request, title, activities):
    """Return the next of `activities` as a calendar called `title`."""
    events = project(activities.with_all_told().with_last_change()[:MOST])
    return HttpResponse(calendar_of(request, title, events), content_type="text/calendar; charset=utf-8")
