"""The map of the pages of the audit log."""

from django.urls import path

from . import desk

urlpatterns = [
    path("", desk.audit_log, name="desk_audit"),
    path("requests/<slug:number>/", desk.audited_request, name="desk_audit_request"),
]
