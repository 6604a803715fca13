"""What was typed before a session ended waits in the session while its writer signs in again."""

from django.core import signing
from django.http import QueryDict

from core.tokens import TOKEN, signer

SESSION_KEY = "desk_kept"


LIMIT = 100_000  # characters; no form of the desk comes near it


NOT_KEPT = ("csrfmiddlewaretoken",)


class RestoredPost(QueryDict):
    """What was typed before signing in again, and the names of the files that had been chosen with it."""

    files = ()
    refused = False  # it was too much at once, and its writer still signed in


def keep_post(request, refused=False):
    """Keep what was typed for the person to whom the form was given; False for a form that the desk never gave."""
    try:
        owner = signer().unsign(request.POST.get(TOKEN, "")).partition(".")[0]
    except signing.BadSignature:
        return False
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    files = [file.name for _field, chosen in request.FILES.lists() for file in chosen]
    if sum(len(text) for texts in [*fields.values(), files] for text in texts) > LIMIT:
        return False
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "owner": owner,
        "fields": fields,
        "files": files,
        "refused": refused,
    }
    return True


def restored_post(request):
    """What this person typed on this page before signing in again, once; None when there is nothing."""
    kept = request.session.get(SESSION_KEY) if request.method == "GET" else None
    if not kept or (kept["path"], kept["owner"]) != (request.get_full_path(), str(request.user.pk)):
        return None
    del request.session[SESSION_KEY]
    fields = RestoredPost(mutable=True)
    for name, texts in kept["fields"].items():
        fields.setlist(name, texts)
    fields.files, fields.refused = kept["files"], kept.get("refused", False)
    return fields


def restored(form):
    """Return what was typed into a form before signing in again, or None."""
    return form.data if isinstance(form.data, RestoredPost) else None
