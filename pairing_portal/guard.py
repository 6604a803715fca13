"""The door before every view: signed in, and staff with their second factor, unless the view's flag says otherwise."""

from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from accounts import second_factor
from core.access import Access, access_of
from core.drafts import keep_post


class Guard:
    """Middleware that lets nobody into a private view who is not signed in, nor staff without the second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """An answer instead of the view's own where the visitor may not come in; what was typed waits."""
        access = access_of(view)
        if access in (Access.PUBLIC, Access.ANYBODY):
            return None
        if not request.user.is_authenticated:
            if request.method == "POST":
                keep_post(request)
            return redirect_to_login(request.get_full_path())
        if access is Access.PRIVATE and second_factor.is_missing(request.user):
            return redirect_to_login(request.get_full_path(), reverse("mfa_activate_totp"))
        return None
