"""The forms of sign-in, with the portal's own words and without words inside of the fields."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Plain:
    """Labels stand above the fields; nothing stands in them."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in ("password", "oldpassword"):
                field.help_text = ""  # the way to a forgotten password stands below the form


class SignInForm(Plain, account.LoginForm):
    labels = {"login": _("User name or e-mail address"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeForm(Plain, mfa.AuthenticateForm):
    labels = {"code": _("Code")}


class CodeAgainForm(Plain, mfa.ReauthenticateForm):
    labels = {"code": _("Code")}


class ActivateForm(Plain, ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class NewPersonForm(forms.Form):
    """The name and the password of somebody who takes up an invitation."""

    name = forms.CharField(label=_("Name"), max_length=50, help_text=_("As shown in the history of changes."))
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean(self):
        """Both passwords are the same and good enough for this person."""
        password, again = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if password and again and password != again:
            self.add_error("password2", _("The two passwords differ; type the same one twice."))
        elif password:
            self.user.name = self.cleaned_data.get("name", "")
            try:
                password_validation.validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data
