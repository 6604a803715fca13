"""The map of the desk."""

from django.urls import path

from . import agreement, home, log, review, snapshot, step

urlpatterns = [
    path("", home.home, name="desk"),
    path("pairs/", home.pairs, name="desk_pairs"),
    path("waiting/<slug:name>/", home.waiting, name="desk_waiting"),
    path("pairs/<slug:address>/", home.pair, name="desk_pair"),
    path("pairs/<slug:address>/agreement/", agreement.agreement, name="desk_agreement"),
    path("pairs/<slug:address>/agreement/edit/", agreement.edit, name="desk_agreement_edit"),
    path("pairs/<slug:address>/agreement/<slug:name>/", agreement.step, name="desk_agreement_step"),
    path("employment/", snapshot.snapshots, name="desk_snapshots"),
    path("employment/new/", snapshot.report, name="desk_snapshot_new"),
    path("employment/<number:pk>/", snapshot.revise, name="desk_snapshot"),
    path("employment/<number:pk>/release/", snapshot.release, name="desk_snapshot_release"),
    path("activities/", home.entries, name="desk_entries"),
    path("activities/new/", log.new, name="desk_activity_new"),
    path("activities/<number:pk>/", review.activity, name="desk_activity"),
    path("activities/<number:pk>/edit/", log.edit, name="desk_activity_edit"),
    path("activities/<number:pk>/kind/", log.change_kind, name="desk_activity_kind"),
    path("activities/<number:pk>/hold/", log.hold, name="desk_activity_hold"),
    path("activities/<number:pk>/check/", log.check, name="desk_activity_check"),
    path("activities/<number:pk>/correct/", review.correct, name="desk_activity_correct"),
    path("activities/<number:pk>/merge/<number:other>/", review.merge, name="desk_activity_merge"),
    path("activities/<number:pk>/<slug:name>/", step.step, name="desk_activity_step"),
    path("merges/<number:pk>/", review.merge_decision, name="desk_merge"),
    path("evidence/<number:pk>/", review.evidence, name="desk_evidence"),
    path("evidence/<number:pk>/remove/", review.remove_evidence, name="desk_evidence_remove"),
]
