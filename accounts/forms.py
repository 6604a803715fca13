"""The forms of sign-in, with the portal's own words and without words inside of the fields."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models.invitation import Invitation
from accounts.models.post import Membership
from core.form_fields import PickedDayField
from core.forms import WorkflowForm
from core.validators import visible_text
from pairs.directory.name_index import KnownNames
from pairs.models import University

from . import bulk_invite, emails

LABELS = {
    "login": _("User name or email address"),
    "email": _("Email address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("Repeat new password"),
    "code": _("Verification code"),
}


class NoPlaceholderMixin:
    """Labels stand above the fields; nothing stands in them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in ("password", "oldpassword"):
                field.help_text = ""  # the way to a forgotten password stands below the form


def in_own_words(form):
    """Return `form`, a class of allauth's, with the portal's labels."""
    return type(form.__name__, (NoPlaceholderMixin, form), {})


ChangePasswordForm = in_own_words(account.ChangePasswordForm)
NewPasswordForm = in_own_words(account.ResetPasswordKeyForm)
PasswordAgainForm = in_own_words(account.ReauthenticateForm)
CodeForm = in_own_words(mfa.AuthenticateForm)
CodeAgainForm = in_own_words(mfa.ReauthenticateForm)


class SignInForm(NoPlaceholderMixin, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ActivateForm(NoPlaceholderMixin, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")


PASSKEY_REFUSED = _("The passkey was not accepted. Try again, or choose another way.")


MALFORMED = (AttributeError, LookupError, TypeError, ValueError, struct.error)


@contextmanager
def refusing():
    """What no browser has made is refused as a passkey that does not fit, where the libraries would fail over it."""
    try:
        yield
    except MALFORMED as error:
        raise ValidationError(PASSKEY_REFUSED) from error


class PasskeyErrorsMixin:
    """Whatever the browser's answer lacks, the person is told one thing: it holds nothing that anybody has typed."""

    def add_error(self, field, error):
        if field in (None, "credential"):
            field, error = None, PASSKEY_REFUSED
        super().add_error(field, error)


def passkey_name():
    """The field for the name by which its owner knows a passkey."""
    return forms.CharField(
        label=_("Name of the passkey"),
        max_length=50,
        validators=[visible_text],
        help_text=_("By which you know it again, for example “office computer”."),
    )


class EditPasskeyForm(NoPlaceholderMixin, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    name = passkey_name()


class AddPasskeyForm(PasskeyErrorsMixin, NoPlaceholderMixin, passkeys.AddWebAuthnForm):
    """A passkey under a name by which its owner knows it."""

    name = passkey_name()
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=_("It asks for your fingerprint, face or PIN, and you need no password."),
    )

    def clean_name(self):
        return self.cleaned_data["name"]

    def clean(self):
        with refusing():
            return super().clean()


class UsedPasskeyMixin(PasskeyErrorsMixin):
    def clean_credential(self):
        with refusing():
            return super().clean_credential()


class PasskeyForm(UsedPasskeyMixin, passkeys.AuthenticateWebAuthnForm):
    """The second step by a passkey."""


class PasskeyAloneForm(UsedPasskeyMixin, passkeys.LoginWebAuthnForm):
    """Signing in by a passkey, without a password."""


class PasskeyAgainForm(UsedPasskeyMixin, passkeys.ReauthenticateWebAuthnForm):
    """A passkey once more before the safety of an account is changed."""


class ResetPasswordForm(NoPlaceholderMixin, account.ResetPasswordForm):
    """Takes any address and does the same for each: nothing tells which ones are known, not even the time it takes."""

    def clean_email(self):
        return self.cleaned_data["email"]

    def save(self, request, **kwargs):
        emails.queue_password_reset(self.cleaned_data["email"], emails.site_of(request))


class NewPersonForm(forms.Form):
    """The name and the password of somebody who takes up an invitation."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=50,
        validators=[visible_text],
        help_text=_("As shown in the history of changes."),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Repeat password"),
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


class InvitationForm(WorkflowForm, forms.ModelForm):
    """One person, one post."""

    class Meta:
        model = Invitation
        fields = ["email", "name", "role", "university", "province", "since", "until"]
        labels = {"name": _("Full name")}

    university = forms.CharField(
        label=_("University"),
        required=False,
        max_length=100,
        help_text=_("For a coordinator: the ten-digit code or the full name."),
    )

    def clean_university(self):
        """The one university with this code or name."""
        typed = self.cleaned_data["university"].strip()
        found = bulk_invite.bearers(KnownNames(), typed) if typed else []
        if typed and len(found) != 1:
            raise ValidationError(_("No single university has this code or name; write the ten-digit code."))
        return University.objects.get(pk=found[0].pk) if found else None


class HandOverForm(WorkflowForm):
    """The last day of a post, and whoever follows."""

    until = PickedDayField(label=_("Last day of the post"), required=True)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Kept in the history, for example “changed to another office”.")
    )
    email = forms.EmailField(
        label=_("Email address of the successor"),
        required=False,
        max_length=150,
        help_text=_("They are invited to the same post from the next day on. Leave it empty when nobody is named yet."),
    )
    name = forms.CharField(
        label=_("Full name of the successor"), required=False, max_length=50, validators=[visible_text]
    )

    def clean(self):
        if self.cleaned_data.get("name") and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give the address to which the invitation goes."))
        return self.cleaned_data


class TelephonesForm(forms.Form):
    """The work telephone of each post that a person holds today."""

    def __init__(self, posts, data=None):
        super().__init__(data)
        self.posts = posts
        column = Membership._meta.get_field("work_phone")
        for post in posts:
            label = " · ".join(str(part) for part in (post.get_role_display(), post.place) if part)
            field = column.formfield(label=label, initial=post.work_phone)
            field.validators += column.validators[:1]
            field.widget.attrs |= {"autocomplete": "work tel", "inputmode": "tel"}
            self.fields[f"phone-{post.pk}"] = field

    def save(self):
        """Write the numbers alone: whatever else became of the posts meanwhile stays."""
        for post in self.posts:
            Membership.objects.filter(pk=post.pk).update(work_phone=self.cleaned_data[f"phone-{post.pk}"])


class PeopleListForm(forms.Form):
    """A list of people, as a file or pasted."""

    file = forms.FileField(label=_("CSV file"), required=False)
    text = forms.CharField(label=_("Or paste the rows"), required=False, strip=False, widget=forms.Textarea)

    def clean(self):
        """`text` is the list, wherever it came from."""
        if file := self.cleaned_data.get("file"):
            try:
                self.cleaned_data["text"] = bulk_invite.text_of(file.read(bulk_invite.MOST_BYTES + 1))
            except ValidationError as error:
                self.add_error("file", error)
        if not self.errors and not self.cleaned_data.get("text", "").strip():
            self.add_error("file", _("Choose a file or paste the rows."))
        return self.cleaned_data
