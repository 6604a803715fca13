"""The map of feeds, in each language below its own prefix."""

from django.urls import path

from activities.activities import calendar_views as calendars

from . import feeds

urlpatterns = [
    path("activities.atom", feeds.activities, name="activity_feed"),
    path("bulletins.atom", feeds.bulletins, name="bulletin_feed"),
    path("practices.atom", feeds.practices, name="practice_feed"),
    path("events.ics", calendars.events, name="events"),
    path("actions/<slug:slug>/events.ics", calendars.events_of_action, name="events_of_action"),
    path(
        "actions/<slug:slug>/mechanisms/<number:number>/events.ics",
        calendars.events_of_mechanism,
        name="events_of_mechanism",
    ),
    path("batches/<number:number>/events.ics", calendars.events_of_batch, name="events_of_batch"),
    path("universities/<str:code>/events.ics", calendars.events_of_university, name="events_of_university"),
]
