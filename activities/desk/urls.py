"""The map of the desk."""

from django.urls import path

from . import home, log, review

urlpatterns = [
    path("", home.home, name="desk"),
    path("waiting/<slug:name>/", home.waiting, name="desk_waiting"),
    path("pairs/<slug:address>/", home.pair, name="desk_pair"),
    path("activities/", home.entries, name="desk_entries"),
    path("activities/new/", log.new, name="desk_activity_new"),
    path("activities/<int:pk>/", review.activity, name="desk_activity"),
    path("activities/<int:pk>/edit/", log.edit, name="desk_activity_edit"),
    path("activities/<int:pk>/hold/", log.hold, name="desk_activity_hold"),
    path("activities/<int:pk>/check/", log.check, name="desk_activity_check"),
    path("activities/<int:pk>/correct/", review.correct, name="desk_activity_correct"),
    path("activities/<int:pk>/merge/<int:other>/", review.merge, name="desk_activity_merge"),
    path("activities/<int:pk>/<slug:name>/", review.step, name="desk_activity_step"),
    path("merges/<int:pk>/", review.merge_decision, name="desk_merge"),
    path("evidence/<int:pk>/", review.evidence, name="desk_evidence"),
    path("evidence/<int:pk>/remove/", review.remove_evidence, name="desk_evidence_remove"),
]
