"""The map of the desk's pages that show the things of several apps."""

from django.urls import path

from . import desk

urlpatterns = [
    path("", desk.home, name="desk"),
    path("pairs/", desk.pairs, name="desk_pairs"),
    path("waiting/<slug:name>/", desk.waiting, name="desk_waiting"),
    path("pairs/<slug:address>/", desk.pair, name="desk_pair"),
    path("activities/", desk.entries, name="desk_entries"),
]
