"""People and posts: who works where, for all who work together; for editors inviting and handing over as well."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import bulk_invite, emails
from accounts.filters import PostFilterSet, WithoutCoordinatorFilterSet
from accounts.forms import HandOverForm, InvitationForm, PeopleListForm
from accounts.handover import colleagues, hand_over
from accounts.models.invitation import Invitation
from accounts.models.post import Membership, Role
from accounts.permissions import editors_only, overseers_only, workers_only
from core.audit.models import AuditEntry
from core.audit.recording import record
from core.forms import objections, submit

PER_PAGE = 50


@require_safe
@workers_only
def people(request):
    """The directory of posts that this person may read; for editors the open invitations with their links before it."""
    listing = PostFilterSet(request.GET, request.user)
    facts = {"listing": listing, "page": listing.page}
    if request.user.is_editor:
        facts["invitations"] = open_invitations(request)
    return render(request, "accounts/people.html", facts)


def open_invitations(request):
    page = Paginator(Invitation.objects.open().with_people(), PER_PAGE).get_page(request.GET.get("invited"))
    for invitation in page:
        invitation.link = emails.link_of(invitation, emails.site_of(request))
    return page


@require_safe
@overseers_only
def missing(request):
    """The universities in pairs that go on for which nobody speaks."""
    listing = WithoutCoordinatorFilterSet(request.GET, request.user)
    return render(request, "accounts/people_missing.html", {"listing": listing, "page": listing.page})


@editors_only
def invite(request):
    """Invite one person, to the post of a university that the address may name."""
    asked = {"role": Role.COORDINATOR, "university": request.GET.get("university")}
    form = InvitationForm(request.POST or None, initial=asked if asked["university"] else None)
    with transaction.atomic():
        if made := submit(request, form, lambda values: Invitation.objects.invite(request.user, **values)):
            return told(request, [made])
    return render(request, "accounts/people_invite.html", {"form": form})


@editors_only
def end(request, pk):
    """End a post on a day, and invite whoever follows."""
    post = get_object_or_404(Membership.objects.with_people(), pk=pk)
    form = HandOverForm(request.POST or None, initial={"until": post.until})
    with transaction.atomic():
        if submit(request, form, lambda values: handed_over(request, post, values)):
            return redirect("people")
    return render(request, "accounts/people_end.html", {"form": form, "post": post, "colleagues": colleagues(post)})


def handed_over(request, post, values):
    """End the post, queue the letter to its successor, and say so."""
    offered = hand_over(post, request.user, **values)
    messages.success(request, _("The post ends: %(post)s.") % {"post": post})
    if offered:
        told(request, [offered])
    return post


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
                invitations = bulk_invite.invite_all(people, request.user)
                record(AuditEntry.Kind.IMPORT, request.user, gettext_lazy("List of people"))
                return told(request, invitations)
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
