"""People and posts, for the ministry's editors: who works where, who is invited, and inviting more."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import bulk_invite, emails
from accounts.forms import InvitationForm, PeopleListForm
from accounts.models.invitation import Invitation
from accounts.models.post import Membership
from accounts.permissions import editors_only
from core.forms import objections, submit

PER_PAGE = 50


@require_safe
@editors_only
def people(request):
    """Open invitations with their links, and the posts held, fifty a page."""
    invitations = Paginator(Invitation.objects.open().with_people(), PER_PAGE).get_page(request.GET.get("invited"))
    for invitation in invitations:
        invitation.link = emails.link_of(invitation, emails.site_of(request))
    posts = Membership.objects.matching(request.GET.get("q", "")).with_people()
    facts = {"invitations": invitations, "page": Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "accounts/people.html", facts | {"text": request.GET.get("q", "")})


@editors_only
def invite(request):
    """Invite one person."""
    form = InvitationForm(request.POST or None)
    with transaction.atomic():
        if made := submit(request, form, lambda values: Invitation.objects.invite(request.user, **values)):
            return told(request, [made])
    return render(request, "accounts/people_invite.html", {"form": form})


@editors_only
def invite_list(request):
    """Read a list of people, show what it would do, and on confirming do exactly that."""
    form = PeopleListForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/people_list.html", {"form": form, "columns": bulk_invite.COLUMNS.values()})
    people = bulk_invite.read(form.cleaned_data["text"], request.user)
    if "confirm" in request.POST and not people.errors:
        try:
            with transaction.atomic():
                return told(request, bulk_invite.invite_all(people, request.user))
        except ValidationError:
            people = bulk_invite.read(people.text, request.user)  # somebody was quicker: say whom it concerns
    return render(request, "accounts/people_preview.html", {"people": people, "form": form})


@require_POST
@editors_only
def invite_again(request, pk):
    """A new link for another fortnight."""
    invitation = get_object_or_404(Invitation.objects.with_people(), pk=pk)
    with transaction.atomic():
        if refusal := objections(lambda: invitation.again(request.user)):
            return refused(request, refusal)
        return told(request, [invitation])


@require_POST
@editors_only
def revoke(request, pk):
    """Take an offer back: the link no longer works."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if refusal := objections(lambda: invitation.revoke(request.user)):
        return refused(request, refusal)
    messages.success(request, _("Revoked: %(invitation)s.") % {"invitation": invitation})
    return redirect("people")


def refused(request, refusal):
    """Say why nothing was done."""
    messages.error(request, " ".join(refusal[1]))
    return redirect("people")


def told(request, invitations):
    """Queue the letters with the links, in the transaction of the invitations, and say so."""
    emails.queue_invitations(invitations, emails.site_of(request))
    text = ngettext(
        "%(count)s invitation is being sent by email. The link is also shown below, for copying.",
        "%(count)s invitations are being sent by email. The links are also shown below, for copying.",
        len(invitations),
    )
    messages.success(request, text % {"count": len(invitations)})
    return redirect("people")
