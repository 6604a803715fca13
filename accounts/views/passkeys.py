"""Passkeys: allauth's pages, leading to the portal's own page of all factors, and saying what did not work."""

from allauth.core.internal import ratelimit
from allauth.mfa.webauthn import views
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode


class SignInView(views.LoginWebAuthnView):
    """GET, by the script of the sign-in page, gives the question that the passkey answers with POST."""

    def get(self, request, *args, **kwargs):
        """Each question is kept in a session, so that nobody gets as many as they like."""
        limit = {"app": "allauth.mfa", "action": "webauthn_question", "limit_get": True}
        return ratelimit.consume_or_429(request, **limit) or super().get(request, *args, **kwargs)

    def form_invalid(self, form):
        """Back to the sign-in page, which says so; the page that was asked for is not forgotten."""
        wanted = {"next": self.request.POST["next"]} if self.request.POST.get("next") else {}
        return redirect(f"{reverse('account_login')}?{urlencode(wanted | {'passkey': 'refused'})}")


class PasskeyAgainView(views.ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


sign_in = SignInView.as_view()
again = PasskeyAgainView.as_view()
add = views.add_webauthn
rename = views.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
remove = views.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
