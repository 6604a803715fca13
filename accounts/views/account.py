"""One's own account, and taking up an invitation."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import browser_names
from accounts.adapters import home_of
from accounts.forms import NewPersonForm, TelephonesForm
from accounts.models.invitation import Invitation
from accounts.models.user import User
from accounts.permissions import lacks_second_factor
from core.audit.models import AuditEntry
from core.audit.recording import record
from core.session_limits import limits

BACKEND = "accounts.backends.PostBackend"


@require_safe
@login_required
def account(request):
    """Who one is here, which posts one holds, how to change the password and to sign out."""
    facts = {"posts": request.user.memberships.select_related("university"), "home": home_of(request.user)}
    return render(request, "accounts/account.html", facts | {"factor_missing": lacks_second_factor(request.user)})


@login_required
def telephones(request):
    """The work telephones of one's own posts, which those who work together read in the directory."""
    posts = list(request.user.memberships.current().select_related("university"))
    form = TelephonesForm(posts, request.POST or None)
    if request.method == "POST" and posts and form.is_valid():
        form.save()
        return redirect("account")
    return render(request, "accounts/telephones.html", {"form": form, "posts": posts})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sessions(request):
    """Where one is signed in; any of it can be ended, and all but this at once."""
    theirs = list(request.user.sessions.going_on().order_by("-seen_at", "session_key"))
    for one in theirs:
        one.name, one.is_this = browser_names.in_words(one.browser), one.pk == request.session.row.pk
    others = [one for one in theirs if not one.is_this]
    if request.method == "POST":
        asked = request.POST.get("end", "")
        return end_sessions(request, [one for one in others if asked in ("others", one.pk)])
    idle, longest = limits(request.user.is_staff)
    return render(
        request, "accounts/sessions.html", {"sessions": theirs, "others": others, "idle": idle, "longest": longest}
    )


def end_sessions(request, ended):
    """Whoever sits there is signed out with the next page; one that has ended meanwhile is no fault."""
    request.user.sessions.filter(pk__in=[one.pk for one in ended]).end()
    if ended:
        record(AuditEntry.Kind.SIGN_OUT, request.user, gettext_lazy("another browser"))
    messages.success(request, _("Signed out there."))
    return redirect("account_sessions")


@require_safe
@login_required
def password_changed(request):
    return render(request, "accounts/password_changed.html")


@sensitive_post_parameters("password1", "password2")
@never_cache
def invitation(request, token):
    """What is offered by this link: taken up by the person with that address, as a new one or signed in."""
    offered = get_object_or_404(Invitation.objects.with_token(token))
    if not offered.is_open:
        return render(request, "accounts/invitation_closed.html", {"invitation": offered}, status=410)
    if too_many := ratelimit.consume_or_429(request, action="invitation"):
        return too_many
    account = offered.account
    if account or request.user.is_authenticated:
        return known_person(request, offered, account)
    form = NewPersonForm(request.POST or None, user=User(username=offered.email, email=offered.email))
    form.fields["name"].initial = offered.name
    if request.method == "POST" and form.is_valid():
        return new_person(request, offered, form)
    return render(request, "accounts/invitation.html", {"invitation": offered, "form": form})


def new_person(request, offered, form):
    """Make the account, sign it in and lead to the desk; a second click finds the account made and leads there too."""
    try:
        user = offered.accept_as_new(form.cleaned_data["name"], form.cleaned_data["password1"])
    except ValidationError as error:
        return refused(request, offered, error)
    login(request, user, backend=BACKEND)
    return redirect(home_of(user))


def known_person(request, offered, account):
    """A person with an account: signed in as that one, or asked to do so."""
    if account is None or request.user != account:
        facts = {"invitation": offered, "account": account}
        return render(request, "accounts/invitation_other.html", facts, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": offered})
    try:
        offered.accept(request.user)
    except ValidationError as error:
        return refused(request, offered, error)
    return redirect(home_of(User.objects.get(pk=account.pk)))


def refused(request, offered, error):
    facts = {"invitation": offered, "problems": error.messages}
    return render(request, "accounts/invitation_closed.html", facts, status=409)
