"""Coming events as calendars: all of them, those of an action, batch, university or mechanism, and one alone."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from activities.activities.models.activity import Activity
from activities.catalogue.models import Mechanism
from core.feeds import feed
from core.localized import localized
from pairs.models import Action, Batch, University

from .calendar import calendar_of
from .public import project

MOST = 500  # of the next events; a calendar is fetched every hour by each who reads it


@feed
def events(request):
    return answer(request, called(localized(settings.SITE, "name")), offered())


@feed
def events_of_action(request, slug):
    return of(request, get_object_or_404(Action.objects.published(), slug=slug))


@feed
def events_of_batch(request, number):
    return of(request, get_object_or_404(Batch.objects.published().select_related("action"), number=number))


@feed
def events_of_university(request, code):
    found = get_object_or_404(University.objects.exclude(code=None).select_related("merged_into"), code=code)
    return of(request, found.merged_into or found)


@feed
def events_of_mechanism(request, slug, number):
    return of(request, get_object_or_404(Mechanism.objects.published(), action__slug=slug, number=number))


@feed
def event(request, pk):
    """One event, to be put into a calendar."""
    found = Activity.objects.in_calendar().filter(pk=pk)
    if not found:
        raise Http404
    response = answer(request, called(localized(settings.SITE, "name")), found)
    response["Content-Disposition"] = f'attachment; filename="activity-{pk}.ics"'
    return response


def of(request, holder):
    """Return the calendar of what concerns `holder`, called by its name."""
    return answer(request, called(getattr(holder, "local_name", holder)), offered().concerning(holder))


def called(name):
    """The name under which a calendar stands among others on a phone."""
    return _("%(name)s: coming events") % {"name": name}


def offered():
    """What the home page offers as well: events to which graduates can come, and no meetings of the staff."""
    return Activity.objects.in_calendar().for_graduates()


def answer(request, title, activities):
    """Return the next of `activities` as a calendar called `title`."""
    events = project(activities.for_feeds()[:MOST])
    return HttpResponse(calendar_of(request, title, events), content_type="text/calendar; charset=utf-8")
