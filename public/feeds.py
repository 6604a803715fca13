"""What is new, as Atom feeds (RFC 4287): activities, bulletins and practices, each entry dated by its own change."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import time_format
from django.utils.html import format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from activities.activities.models.states import PublicState
from activities.activities.public import project
from activities.models import Activity
from core.feeds import absolute, feed, tag
from core.localized import labelled, localized
from core.templatetags.portal import tag_of
from oversight.models import Bulletin, Practice

NEWEST = 50
BY_THE_DAY = (PublicState.COMING, PublicState.PASSED)  # one becomes the other by itself
BEGINNING = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # the date of a feed in which nothing stands yet


@dataclass(frozen=True)
class FeedEntry:
    """One entry: what it is called, where it stands, its text in paragraphs, when it came and when it changed."""

    title: str
    path: str
    paragraphs: list
    published: datetime.datetime
    updated: datetime.datetime


class PortalFeed(Atom1Feed):
    """Django's own, dated by its entries alone, never by the moment at which it is asked for."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


def answer(request, title, page, entries):
    """Return `entries` as the feed called `title`, which belongs to the page at `page`."""
    site = localized(settings.SITE, "name")
    made = PortalFeed(
        title=f"{title} · {site}",
        link=absolute(request, page),
        description=None,
        language=tag_of(get_language()),
        author_name=localized(settings.SITE, "operator") or site,
        feed_url=absolute(request, request.path),
        feed_guid=tag(request, request.path),
    )
    for entry in entries:
        made.add_item(
            title=entry.title,
            link=absolute(request, entry.path),
            description=format_html_join("", "<p>{}</p>", ((text,) for text in entry.paragraphs if text)),
            unique_id=tag(request, entry.path),
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


@feed
def activities(request):
    """Coming events, and what was held, called off or corrected."""
    rows = Activity.objects.told().last_changed(NEWEST)
    entries = [of_activity(told, row) for told, row in zip(project(rows), rows, strict=True)]
    return answer(request, pgettext("navigation", "Activities"), reverse("activity_list"), entries)


def of_activity(told, row):
    """Return an activity as an entry; that its day has passed changes nothing in it."""
    where = [told.days, told.starts_at and time_format(told.starts_at, "H:i"), told.place]
    known = "" if told.state in BY_THE_DAY else str(told.state.label)
    text = [
        " · ".join(filter(None, [told.kind.local_name, known, *where])),
        *(labelled(side.side.label, side.local_name) for side in told.pair.sides),
        told.reason and _("Reason: %(reason)s") % {"reason": told.reason},
        told.description,
    ]
    return FeedEntry(told.title, told.get_absolute_url(), text, row.public_since, told.changed_at)


@feed
def bulletins(request):
    rows = Bulletin.objects.published().newest_first().with_notes()[:NEWEST]
    entries = [of_bulletin(row) for row in rows]
    return answer(request, pgettext("navigation", "Bulletins"), reverse("bulletin_list"), entries)


def of_bulletin(row):
    """Return a bulletin as an entry; it changes by a correction alone."""
    document, notes = row.document, row.notes.all()
    figures = [labelled(figure.local_name, figure.local_wording) for figure in document.leading]
    text = [
        document.local_headline,
        *([] if document.local_headline else figures),
        *(note.local_note for note in notes),
    ]
    moments = [row.published_at, document.restated_on, *(note.added_at for note in notes)]
    return FeedEntry(document.title, row.get_absolute_url(), text, row.published_at, max(filter(None, moments)))


@feed
def practices(request):
    rows = Practice.objects.told().with_pair().last_changed()[:NEWEST]
    return answer(request, _("Good practice"), reverse("practice_list"), [of_practice(row) for row in rows])


def of_practice(row):
    """Return a practice as an entry; of what was withdrawn title and reason stay."""
    text = [_("Withdrawn"), _("Reason: %(reason)s") % {"reason": row.reason}]
    if row.is_published:
        text = [row.summary, *(side.local_name for side in row.pair.sides)]
    return FeedEntry(row.local_title, row.get_absolute_url(), text, row.published_at, row.changed_at)
