"""Saving by itself what is being typed, and offering it again; a script asks for it, and pages work without."""

import re

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import forbid_unless, may_log
from activities.activities.models.unsent_texts import UnsentText
from core.access import signed_in
from core.tokens import LIMIT, RestoredPost

NAMED = re.compile(r"(new|several):[\w-]{1,40}:\w{1,40}:(held|planned)|(edit|hold|correct):\d{1,12}")
NOT_KEPT = ("csrfmiddlewaretoken", "token", "form", "back", "drop", "answered")


@signed_in
@require_POST
def autosave(request):
    """Keep what stands in a form of this person, or forget it where `forget` is sent."""
    forbid_unless(may_log(request.user), _("Entries are written by the coordinators of a pair."))
    form = request.POST.get("form", "")
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    if not NAMED.fullmatch(form) or sum(len(text) for texts in fields.values() for text in texts) > LIMIT:
        return HttpResponseBadRequest()
    if "forget" in request.POST:
        UnsentText.objects.of_form(request.user, form).delete()
        back = request.POST.get("back", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, None) else "desk")
    UnsentText.objects.save_for(request.user, form, fields)
    return HttpResponse(status=204)


def typed_before(request, form):
    """What was saved by itself of this form, where its writer asks for it; None otherwise."""
    if request.method != "GET" or "restore" not in request.GET:
        return None
    saved = UnsentText.objects.of_form(request.user, form).first()
    if saved is None:
        return None
    post = RestoredPost(mutable=True)
    for name, texts in saved.fields.items():
        post.setlist(name, texts)
    post.saved_at = saved.saved_at
    return post


def offered(request, form):
    """The saved text that a fresh form may be filled with again, or None."""
    fresh = request.method == "GET" and "restore" not in request.GET
    return UnsentText.objects.of_form(request.user, form).first() if fresh else None


def forget(request, form):
    UnsentText.objects.of_form(request.user, form).delete()
