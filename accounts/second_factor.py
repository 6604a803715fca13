"""The second factor: whom it is asked of, before which pages."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

GUARDED = ("/admin/", "/desk/")


def is_missing(user):
    """True for staff who have not set up a second factor where the portal requires one."""
    return settings.STAFF_SECOND_FACTOR and user.is_authenticated and user.is_staff and not is_mfa_enabled(user)


def asked_of_staff(get_response):
    """Staff without a second factor are led to set it up before they reach the pages of the portal's inside."""

    def middleware(request):
        inside = request.path_info.removeprefix("/en").startswith(GUARDED)
        if inside and is_missing(request.user):
            return redirect_to_login(request.get_full_path(), reverse("mfa_activate_totp"))
        return get_response(request)

    return middleware
