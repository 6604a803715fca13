"""The map of the desk's pages of oversight."""

from django.urls import path

from oversight.bulletins import desk as bulletins
from oversight.calendars import desk as calendars
from oversight.inspections.desk import finding_files, findings, inspections, questions, rounds
from oversight.notes import desk as notes
from oversight.notices import desk as notices
from oversight.obligations import desk as obligations
from oversight.obligations.nil_return_desk import nil_return
from oversight.practices import desk as practices
from oversight.robots import desk as robots

urlpatterns = [
    path("bulletins/", bulletins.bulletins, name="desk_bulletins"),
    path("bulletins/new/", bulletins.new, name="desk_bulletin_new"),
    path("bulletins/<number:pk>/", bulletins.bulletin, name="desk_bulletin"),
    path("bulletins/<number:pk>/edit/", bulletins.edit, name="desk_bulletin_edit"),
    path("bulletins/<number:pk>/stated/", bulletins.state, name="desk_bulletin_state"),
    path("bulletins/<number:pk>/correct/", bulletins.correct, name="desk_bulletin_correct"),
    path("bulletins/<number:pk>/<slug:name>/", bulletins.step, name="desk_bulletin_step"),
    path("news/", notices.news, name="desk_news"),
    path("news/read/", notices.read_all, name="desk_news_read"),
    path("news/letters/", notices.letters, name="desk_letters"),
    path("news/<number:pk>/", notices.notice, name="desk_notice"),
    path("oversight/", obligations.board, name="desk_oversight"),
    path("pairs/<slug:address>/periods/<slug:first>/", nil_return, name="desk_nil_return"),
    path("pairs/<slug:address>/notes/", notes.notes, name="desk_notes"),
    path("pairs/<slug:address>/notes/new/", notes.write, name="desk_note_new"),
    path("pairs/<slug:address>/notes/<number:pk>/", notes.note, name="desk_note"),
    path("pairs/<slug:address>/notes/<number:pk>/edit/", notes.edit, name="desk_note_edit"),
    path("pairs/<slug:address>/notes/<number:pk>/withdraw/", notes.withdraw, name="desk_note_withdraw"),
    path("inspections/", inspections.inspections, name="desk_inspections"),
    path("inspections/rounds/new/", rounds.new, name="desk_round_new"),
    path("inspections/rounds/<number:pk>/", rounds.round_, name="desk_round"),
    path("inspections/rounds/<number:pk>/edit/", rounds.edit, name="desk_round_edit"),
    path("inspections/rounds/<number:pk>/choose/", rounds.choose, name="desk_round_choose"),
    path("inspections/rounds/<number:pk>/draw/", rounds.draw, name="desk_round_draw"),
    path("inspections/<number:pk>/", inspections.inspection, name="desk_inspection"),
    path("inspections/<number:pk>/edit/", inspections.edit, name="desk_inspection_edit"),
    path("inspections/<number:pk>/findings/new/", findings.new, name="desk_finding_new"),
    path("inspections/<number:pk>/questions/<number:place>/", questions.question, name="desk_inspection_question"),
    path("inspections/<number:pk>/<slug:name>/", inspections.step, name="desk_inspection_step"),
    path("findings/", findings.findings, name="desk_findings"),
    path("findings/<number:pk>/", findings.finding, name="desk_finding"),
    path("findings/<number:pk>/edit/", findings.edit, name="desk_finding_edit"),
    path("findings/<number:pk>/<slug:name>/", findings.step, name="desk_finding_step"),
    path("calendar/", calendars.own_calendar, name="desk_calendar"),
    path("calendar/<slug:token>.ics", calendars.calendar, name="own_calendar"),
    path("robots/", robots.robots, name="desk_robots"),
    path("robots/new/", robots.new, name="desk_robot_new"),
    path("robots/<number:pk>/hour/", robots.hour, name="desk_robot_hour"),
    path("robots/<number:pk>/<slug:name>/", robots.step, name="desk_robot_step"),
    path("finding-files/<number:pk>/", finding_files.finding_file, name="desk_finding_file"),
    path("finding-files/<number:pk>/remove/", finding_files.remove, name="desk_finding_file_remove"),
    path("practices/", practices.practices, name="desk_practices"),
    path("practices/new/", practices.new, name="desk_practice_new"),
    path("practices/<number:pk>/", practices.practice, name="desk_practice"),
    path("practices/<number:pk>/rewrite/", practices.rewrite, name="desk_practice_rewrite"),
    path("practices/<number:pk>/edit/", practices.edit, name="desk_practice_edit"),
    path("practices/<number:pk>/adopt/", practices.adopt, name="desk_practice_adopt"),
    path("practices/<number:pk>/<slug:name>/", practices.step, name="desk_practice_step"),
]
