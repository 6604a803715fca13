"""A form that comes too late or without cookies: the truth about it, and a fresh form."""

from django.http import QueryDict
from django.middleware import csrf
from django.shortcuts import redirect, render

from accounts import urls
from accounts.models.user import User
from core.error_pages import typed_texts
from core.tokens import LIMIT, keep_post, length_of

COOKIES, ELSEWHERE = "cookies", "elsewhere"
FROM_ELSEWHERE = (csrf.REASON_BAD_ORIGIN, csrf.REASON_BAD_REFERER, csrf.REASON_NO_REFERER)


def expired(request, reason=""):
    """Show a page of sign-in or account again with a fresh form; for other forms say what happened and what to do."""
    match = request.resolver_match
    request.form_expired = cause(reason)
    if match.url_name == "account_login" and request.user.is_authenticated:
        return signed_in_meanwhile(request)
    if match.url_name in {pattern.name for pattern in urls.urlpatterns}:
        answer = asked_anew(request, match)
        if answer.status_code in (200, 302):
            answer.status_code = {200: 403}.get(answer.status_code, answer.status_code)
            return answer
    shows = request.form_expired != ELSEWHERE  # else the text may be that of another site
    if shows and getattr(match.func, "refills", False) and length_of(request.POST) <= LIMIT:
        return match.func(request, *match.args, **match.kwargs)
    return render(request, "403_csrf.html", {"texts": typed_texts(request) if shows else []}, status=403)


def cause(reason):
    """Why the form was refused: no cookie came with it, it came from another site, or its page stood open too long."""
    if reason == csrf.REASON_NO_CSRF_COOKIE:
        return COOKIES
    begin = tuple(text.partition("%")[0] for text in FROM_ELSEWHERE)
    return ELSEWHERE if reason.startswith(begin) else "late"


def signed_in_meanwhile(request):
    """Lead on who signed in in another tab; who typed another name is shown who is signed in here."""
    typed = User.objects.sign_in_name(request.POST.get("login", ""))
    return redirect(request.get_full_path() if typed in ("", request.user.username) else "account")


def asked_anew(request, match):
    """The answer to the same address as if it were only read; of what was typed the name stays, no password."""
    typed = request.POST.get("login", "")
    request.method, request.POST = "GET", QueryDict()
    answer = match.func(request, *match.args, **match.kwargs)
    if form := (getattr(answer, "context_data", None) or {}).get("form"):
        form.initial["login"] = typed
    return answer


def csrf_failure(request, reason=""):
    """A form that was open while its writer signed in anew in another tab is shown again, filled in."""
    return redirect(request.get_full_path()) if keep_post(request) else expired(request, reason)
