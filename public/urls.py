"""The map of the desk's pages that show the things of several apps."""

from django.urls import path

from . import desk
from .entries import views as entries
from .help import views as help_pages

urlpatterns = [
    path("help/", help_pages.own, name="desk_help"),
    path("help/<slug:name>/", help_pages.read, name="desk_handbook"),
    path("help/pictures/<slug:name>.png", help_pages.picture, name="desk_help_picture"),
    path("", desk.home, name="desk"),
    path("pairs/", desk.pairs, name="desk_pairs"),
    path("waiting/<slug:name>/", desk.waiting, name="desk_waiting"),
    path("pairs/<slug:address>/", desk.pair, name="desk_pair"),
    path("activities/", entries.entries, name="desk_entries"),
    path("activities/report.docx", entries.month_report, name="desk_entries_report"),
]
