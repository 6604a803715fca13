from functools import partial, wraps

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.adapters import home_of
from pairs import todo
from public.error_reports import todo as error_reports


def waiting_for(user):
    """Everything that waits for `user`, from each app that knows of something."""
    return [*todo.tasks(user), *error_reports.tasks(user)]


class PortalAdminSite(admin.AdminSite):
    """Django's own admin under the portal's name and colours, behind the portal's own sign-in pages."""

    site_header = _("Pairing portal: ministry desk")
    site_title = _("Pairing portal")
    index_title = _("What would you like to do?")
    enable_nav_sidebar = False

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

    def each_context(self, request):
        """What every page has, and what waits for this person; it is looked for only where it is shown."""
        return super().each_context(request) | {"todo": partial(waiting_for, request.user)}

    def login(self, request, extra_context=None):
        return redirect("account_login")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_password_changed")
