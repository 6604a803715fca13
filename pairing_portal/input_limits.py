"""What no page can read or store is refused once, before any of them: signs that no text holds, forms too large."""

import re

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import UnreadablePostError
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

import opendata
from core import uploads
from core.admin.base import WrongFilter
from core.error_pages import sent_fields, typed_texts
from core.parameters import IN_ADDRESS, is_unreadable
from core.tokens import keep_post
from opendata.api import problems

IN_TEXT = re.compile("[\x00\ud800-\udfff]")  # others come along when text is pasted from a word processor


class Refusals(MiddlewareMixin):
    """400 with the reason, in the reader's language, and what was typed stands on the page."""

    def process_view(self, request, view, args, kwargs):
        if IN_ADDRESS.search(request.path_info) or is_unreadable(request.GET):
            return refuse(request, _("The address holds a character that no text can hold."), kwargs.get("form"))
        if request.method != "POST":
            return None
        try:
            problem = too_much(request)
        except UnreadablePostError:
            return refuse_cut(request)
        if problem:
            return refuse_too_much(request, problem)
        if is_unreadable(request.POST, IN_TEXT):
            return refuse(request, _("What was sent contains a character that cannot be stored: remove it."))
        return None

    def process_exception(self, request, error):
        """A filter that the staff's lists do not understand."""
        if isinstance(error, WrongFilter):
            reason = _("The address asks for a filter or a page that this list does not have.")
            return refuse(request, reason, whole=request.path)
        return None


def too_much(request):
    """Why the form that was sent is too much to be read whole; nothing when it is not."""
    try:
        return uploads.problem_of(request)
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return _("The form holds far more than any page of this site asks for.")


def refuse_too_much(request, problem):
    """413 with the limit, 507 for want of room. What was typed waits in the form, or else stands on the page."""
    status = getattr(request, "upload_status", 413)
    heading = _("No room left for files") if status == 507 else _("This is too much at once")
    waits = bool(sent_fields(request)) and keep_post(request, refused=True)
    if waits and status >= 500:
        request.session.save()  # which Django leaves out with such an answer
    return refuse(request, problem, status=status, heading=heading, kept=waits)


def refuse_cut(request):
    """400 for a form whose end never arrived; what did is not read, for nobody knows where it broke off."""
    request.is_unread = True
    heading = _("The form did not arrive whole")
    reason = _("The connection broke off before all of it was here, and nothing was stored. Go back and send it again.")
    return refuse(request, reason, heading=heading)


def refuse(request, reason, form=None, status=400, **facts):
    """The page of a refusal; for a file or the API, its refusal in their own form."""
    if problems.are_told(request):
        return problems.answer(status, reason)
    if form in opendata.FORMS:
        return opendata.refuse(form, lambda: [{"field": "", "value": "", "message": reason}])
    facts |= {"status": status, "reason": reason, "texts": typed_texts(request)}
    return render(request, "refused.html", facts, status=status)
