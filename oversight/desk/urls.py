"""The map of the desk's pages of oversight."""

from django.urls import path

from . import board, bulletins, findings, inspections, notes, practices, rounds

urlpatterns = [
    path("bulletins/", bulletins.bulletins, name="desk_bulletins"),
    path("bulletins/new/", bulletins.new, name="desk_bulletin_new"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="desk_bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.edit, name="desk_bulletin_edit"),
    path("bulletins/<int:pk>/stated/", bulletins.state, name="desk_bulletin_state"),
    path("bulletins/<int:pk>/correct/", bulletins.correct, name="desk_bulletin_correct"),
    path("bulletins/<int:pk>/<slug:name>/", bulletins.step, name="desk_bulletin_step"),
    path("oversight/", board.board, name="desk_oversight"),
    path("pairs/<slug:address>/notes/", notes.notes, name="desk_notes"),
    path("pairs/<slug:address>/notes/new/", notes.write, name="desk_note_new"),
    path("pairs/<slug:address>/notes/<int:pk>/", notes.note, name="desk_note"),
    path("pairs/<slug:address>/notes/<int:pk>/edit/", notes.edit, name="desk_note_edit"),
    path("pairs/<slug:address>/notes/<int:pk>/withdraw/", notes.withdraw, name="desk_note_withdraw"),
    path("inspections/", inspections.inspections, name="desk_inspections"),
    path("inspections/rounds/new/", rounds.new, name="desk_round_new"),
    path("inspections/rounds/<int:pk>/", rounds.round_, name="desk_round"),
    path("inspections/rounds/<int:pk>/edit/", rounds.edit, name="desk_round_edit"),
    path("inspections/rounds/<int:pk>/choose/", rounds.choose, name="desk_round_choose"),
    path("inspections/rounds/<int:pk>/draw/", rounds.draw, name="desk_round_draw"),
    path("inspections/<int:pk>/", inspections.inspection, name="desk_inspection"),
    path("inspections/<int:pk>/edit/", inspections.edit, name="desk_inspection_edit"),
    path("inspections/<int:pk>/findings/new/", findings.new, name="desk_finding_new"),
    path("inspections/<int:pk>/<slug:name>/", inspections.step, name="desk_inspection_step"),
    path("findings/", findings.findings, name="desk_findings"),
    path("findings/<int:pk>/", findings.finding, name="desk_finding"),
    path("findings/<int:pk>/edit/", findings.edit, name="desk_finding_edit"),
    path("findings/<int:pk>/<slug:name>/", findings.step, name="desk_finding_step"),
    path("practices/", practices.practices, name="desk_practices"),
    path("practices/new/", practices.new, name="desk_practice_new"),
    path("practices/<int:pk>/", practices.practice, name="desk_practice"),
    path("practices/<int:pk>/rewrite/", practices.rewrite, name="desk_practice_rewrite"),
    path("practices/<int:pk>/edit/", practices.edit, name="desk_practice_edit"),
    path("practices/<int:pk>/adopt/", practices.adopt, name="desk_practice_adopt"),
    path("practices/<int:pk>/<slug:name>/", practices.step, name="desk_practice_step"),
]
