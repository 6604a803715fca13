"""Signing in, and the page of one's own account."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


class SignIn(LoginView):
    """Ministry staff come to their desk, others to the page of their account; who is signed in is led on."""

    redirect_authenticated_user = True
    extra_context = {"site": settings.SITE}  # Django's own "site" would stand in its place

    def get_default_redirect_url(self):
        return reverse("admin:index" if self.request.user.is_staff else "account")


@require_safe
@login_required
def account(request):
    """Who one is here, which posts one holds, how to change the password and to sign out."""
    return render(request, "registration/account.html", {"posts": request.user.memberships.all()})
