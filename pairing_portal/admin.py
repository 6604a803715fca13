from functools import wraps

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.adapters import home_of
from core.acts.delete_many import delete_many
from oversight import todo as oversight
from pairs import todo as pairs
from public import ministry
from public.error_reports import todo as error_reports

# The tables of the first page by what they are for. One that is not named here stands in the last group.
GROUPS = {
    _("Lists and pairs"): ("pairs.action", "pairs.batch", "pairs.pair", "pairs.listimport", "pairs.namedecision"),
    _("Undoing and bringing back"): ("core.act", "core.deletedrecord"),
    _("Universities"): ("pairs.university", "pairs.registerimport"),
    _("Mechanisms and indicators"): (
        "activities.mechanism",
        "activities.activitykind",
        "activities.indicator",
        "activities.graduategroup",
    ),
    _("Activities and employment"): ("activities.activity", "activities.employmentsnapshot"),
    _("Oversight and bulletins"): (
        "oversight.inspectionround",
        "oversight.inspection",
        "oversight.finding",
        "oversight.checklist",
        "oversight.reminder",
        "oversight.nilreturn",
        "oversight.reminderrule",
        "oversight.robotservice",
        "oversight.robot",
        "oversight.guidancenote",
        "oversight.practice",
        "oversight.bulletin",
    ),
    _("People and rights"): ("accounts.user",),
    _("Errors, letters, jobs and backups"): ("public.errorreport", "core.letter", "core.job", "core.backup"),
}
OTHERS = _("Further tables")


def waiting_for(user):
    """Everything that waits for `user`, from each app that knows of something."""
    return [*ministry.backup_tasks(user), *pairs.tasks(user), *oversight.tasks(user), *error_reports.tasks(user)]


def grouped(apps):
    """The tables of `apps`, as Django lists them for a person, as (name of the group, tables)."""
    tables = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
    groups = [(name, [tables.pop(label) for label in labels if label in tables]) for name, labels in GROUPS.items()]
    return [group for group in [*groups, (OTHERS, [*tables.values()])] if group[1]]


class PortalAdminSite(admin.AdminSite):
    """Django's own admin under the portal's name and colours, behind the portal's own sign-in pages."""

    site_header = _("Pairing portal: ministry desk")
    site_title = _("Pairing portal")
    index_title = _("What would you like to do?")
    index_template = "public/desk/ministry.html"
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        """Many records are deleted as one act with one reason, wherever a single one may be deleted."""
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")
        self.add_action(delete_many)

    def admin_view(self, view, cacheable=False):
        """Strangers sign in first; to people without a ministry post the pages of the admin do not exist.

        Its front door leads them to their own place, so that nobody who signs in there ends at a missing page.
        """
        for_staff = super().admin_view(view, cacheable)

        @wraps(for_staff)
        def guarded(request, *args, **kwargs):
            if self.has_permission(request):
                return for_staff(request, *args, **kwargs)
            if request.user.is_authenticated:
                if view == self.index:
                    return redirect(home_of(request.user))
                raise Http404
            return redirect_to_login(request.get_full_path())

        return guarded

    def index(self, request, extra_context=None):
        """What runs, what is late, what waits and what was done last, before the tables."""
        facts = {"todo": waiting_for(request.user), "groups": grouped(self.get_app_list(request))}
        facts |= ministry.facts(request.user)
        return super().index(request, facts | (extra_context or {}))

    def login(self, request, extra_context=None):
        return redirect("account_login")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_password_changed")
