"""The map of the desk's pages of oversight."""

from django.urls import path

from . import board, notes

urlpatterns = [
    path("oversight/", board.board, name="desk_oversight"),
    path("pairs/<slug:address>/notes/", notes.notes, name="desk_notes"),
    path("pairs/<slug:address>/notes/new/", notes.write, name="desk_note_new"),
    path("pairs/<slug:address>/notes/<int:pk>/", notes.note, name="desk_note"),
    path("pairs/<slug:address>/notes/<int:pk>/edit/", notes.edit, name="desk_note_edit"),
    path("pairs/<slug:address>/notes/<int:pk>/withdraw/", notes.withdraw, name="desk_note_withdraw"),
]
