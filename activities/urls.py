"""The map of the desk's pages of activities, agreements and employment."""

from django.urls import path

from activities import partner_desk
from activities.activities.desk import detail_views, edit_views, several_views, transition_views, undo_views
from activities.activities.desk.autosave import autosave
from activities.activities.desk.confirm_several import confirm_several
from activities.activities.desk.pair_evidence import pair_evidence
from activities.agreements import desk as agreements
from activities.employment import desk as employment
from activities.sheets import views as sheets

urlpatterns = [
    path("pairs/<slug:address>/evidence/", pair_evidence, name="desk_pair_evidence"),
    path("partner/", partner_desk.waiting, name="desk_partner"),
    path("pairs/<slug:address>/agreement/", agreements.agreement, name="desk_agreement"),
    path("pairs/<slug:address>/agreement/edit/", agreements.edit, name="desk_agreement_edit"),
    path("pairs/<slug:address>/agreement/<slug:name>/", agreements.step, name="desk_agreement_step"),
    path("employment/", employment.snapshots, name="desk_snapshots"),
    path("employment/new/", employment.report, name="desk_snapshot_new"),
    path("employment/<number:pk>/", employment.revise, name="desk_snapshot"),
    path("employment/<number:pk>/release/", employment.release, name="desk_snapshot_release"),
    path("activities/autosave/", autosave, name="desk_autosave"),
    path("activities/confirm/", confirm_several, name="desk_confirm_several"),
    path("sheets/", sheets.sheets, name="desk_sheets"),
    path("sheets/template.xlsx", sheets.template_file, name="desk_sheet_template"),
    path("sheets/<number:pk>/", sheets.sheet, name="desk_sheet"),
    path("sheets/<number:pk>/columns/", sheets.columns, name="desk_sheet_columns"),
    path("sheets/<number:pk>/undo/", sheets.undo, name="desk_sheet_undo"),
    path("sheets/<number:pk>/marked.xlsx", sheets.marked_file, name="desk_sheet_marked"),
    path("activities/several/", several_views.several, name="desk_activity_several"),
    path("activities/submit/", several_views.submit_several, name="desk_submit_several"),
    path("activities/discard/", several_views.discard_several, name="desk_discard_several"),
    path("activities/discard/<number:pk>/undo/", undo_views.undo_discarding, name="desk_discard_undo"),
    path("activities/submit/<number:pk>/undo/", undo_views.undo_together, name="desk_submit_undo"),
    path("activities/new/", edit_views.new, name="desk_activity_new"),
    path("activities/<number:pk>/", detail_views.activity, name="desk_activity"),
    path("activities/<number:pk>/edit/", edit_views.edit, name="desk_activity_edit"),
    path("activities/<number:pk>/kind/", edit_views.change_kind, name="desk_activity_kind"),
    path("activities/<number:pk>/hold/", edit_views.hold, name="desk_activity_hold"),
    path("activities/<number:pk>/check/", edit_views.check, name="desk_activity_check"),
    path("activities/<number:pk>/correct/", detail_views.correct, name="desk_activity_correct"),
    path("activities/<number:pk>/merge/<number:other>/", detail_views.merge, name="desk_activity_merge"),
    path("activities/<number:pk>/doubts/<number:other>/", detail_views.doubt, name="desk_activity_doubt"),
    path("activities/<number:pk>/<slug:name>/", transition_views.step, name="desk_activity_step"),
    path("merges/<number:pk>/", detail_views.merge_decision, name="desk_merge"),
    path("evidence/<number:pk>/", detail_views.evidence, name="desk_evidence"),
    path("evidence/<number:pk>/remove/", detail_views.remove_evidence, name="desk_evidence_remove"),
]
