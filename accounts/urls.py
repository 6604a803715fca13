"""Sign-in and one's own account: of django-allauth what this portal uses, and nothing else."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from .views import own

urlpatterns = [
    path("", own.account, name="account"),
    path("login/", allauth.login, name="account_login"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    path("invitations/<slug:token>/", own.invitation, name="invitation"),
    path("password/", allauth.password_change, name="account_change_password"),
    path("password/done/", own.password_changed, name="account_password_changed"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("again/", allauth.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", factor.index, name="mfa_index"),
    path("second-factor/code/", factor.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
