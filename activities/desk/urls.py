"""The map of the desk."""

from django.urls import path

from . import agreement, home, log, review, snapshot

urlpatterns = [
    path("", home.home, name="desk"),
    path("waiting/<slug:name>/", home.waiting, name="desk_waiting"),
    path("pairs/<slug:address>/", home.pair, name="desk_pair"),
    path("pairs/<slug:address>/agreement/", agreement.agreement, name="desk_agreement"),
    path("pairs/<slug:address>/agreement/edit/", agreement.edit, name="desk_agreement_edit"),
    path("pairs/<slug:address>/agreement/<slug:name>/", agreement.step, name="desk_agreement_step"),
    path("employment/", snapshot.snapshots, name="desk_snapshots"),
    path("employment/new/", snapshot.report, name="desk_snapshot_new"),
    path("employment/<int:pk>/", snapshot.revise, name="desk_snapshot"),
    path("employment/<int:pk>/release/", snapshot.release, name="desk_snapshot_release"),
    path("activities/", home.entries, name="desk_entries"),
    path("activities/new/", log.new, name="desk_activity_new"),
    path("activities/<int:pk>/", review.activity, name="desk_activity"),
    path("activities/<int:pk>/edit/", log.edit, name="desk_activity_edit"),
    path("activities/<int:pk>/kind/", log.change_kind, name="desk_activity_kind"),
    path("activities/<int:pk>/hold/", log.hold, name="desk_activity_hold"),
    path("activities/<int:pk>/check/", log.check, name="desk_activity_check"),
    path("activities/<int:pk>/correct/", review.correct, name="desk_activity_correct"),
    path("activities/<int:pk>/merge/<int:other>/", review.merge, name="desk_activity_merge"),
    path("activities/<int:pk>/<slug:name>/", review.step, name="desk_activity_step"),
    path("merges/<int:pk>/", review.merge_decision, name="desk_merge"),
    path("evidence/<int:pk>/", review.evidence, name="desk_evidence"),
    path("evidence/<int:pk>/remove/", review.remove_evidence, name="desk_evidence_remove"),
]
