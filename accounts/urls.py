"""Sign-in and one's own account: of django-allauth what this portal uses, and nothing else."""

from functools import wraps

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from core.access import anybody, own_account

from .views import account, passkeys


def ours(view):
    """The page with the portal's own particulars: allauth puts the host name in place of `site`."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        (getattr(response, "context_data", None) or {}).pop("site", None)
        return response

    return shown


urlpatterns = [
    path("", own_account(account.account), name="account"),
    path("telephones/", account.telephones, name="account_telephones"),
    path("sessions/", own_account(account.sessions), name="account_sessions"),
    path("login/", anybody(ours(allauth.login)), name="account_login"),
    path("logout/", anybody(LogoutView.as_view()), name="account_logout"),
    path("invitations/<slug:token>/", anybody(account.invitation), name="invitation"),
    path("password/", allauth.password_change, name="account_change_password"),
    path("password/done/", account.password_changed, name="account_password_changed"),
    path("password/reset/", anybody(ours(allauth.password_reset)), name="account_reset_password"),
    path("password/reset/sent/", anybody(ours(allauth.password_reset_done)), name="account_reset_password_done"),
    path(
        "password/reset/set/",
        anybody(ours(allauth.password_reset_from_key_done)),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anybody(ours(allauth.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path("again/", own_account(allauth.reauthenticate), name="account_reauthenticate"),
    path("second-factor/", own_account(factor.index), name="mfa_index"),
    path("second-factor/code/", anybody(ours(factor.authenticate)), name="mfa_authenticate"),
    path("second-factor/again/", own_account(factor.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", own_account(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/passkeys/sign-in/", anybody(ours(passkeys.sign_in)), name="mfa_login_webauthn"),
    path("second-factor/passkeys/add/", own_account(passkeys.add), name="mfa_add_webauthn"),
    path("second-factor/passkeys/again/", own_account(passkeys.again), name="mfa_reauthenticate_webauthn"),
    path("second-factor/passkeys/<number:pk>/name/", own_account(passkeys.rename), name="mfa_edit_webauthn"),
    path("second-factor/passkeys/<number:pk>/remove/", own_account(passkeys.remove), name="mfa_remove_webauthn"),
    path("second-factor/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "second-factor/recovery/download/",
        require_safe(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
