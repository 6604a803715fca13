"""One-time tokens: a form makes one row, however often it is sent, and is known to be its writer's.

What was typed before a session ended waits in the session while its writer, whom the token names, signs in again.
"""

import secrets
from datetime import timedelta

from allauth.core import ratelimit
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .exceptions import Refused
from .numbers import whole_number

TOKEN = "token"
GOOD_FOR = timedelta(days=7)  # from when its page was opened
EXPIRED = gettext_lazy(
    "This form was open for more than seven days. Nothing is lost and nothing has been sent yet: check it and send it."
)


def signer():
    """Signs tokens; made when asked for, since without a key the portal must still start far enough to say so."""
    return signing.TimestampSigner(salt="desk.form.token")


def new_token(user):
    """A one-time token for a form of `user`; nobody else can use it."""
    return signer().sign(f"{user.pk}.{secrets.token_urlsafe(12)}")


def token_for(user, data):
    """The token with which a form goes back to `user`: that of what was sent; a new one in place of an old one."""
    token = data.get(TOKEN)
    try:
        signer().unsign(token or "", max_age=GOOD_FOR)
    except signing.SignatureExpired:
        token = ""
    except signing.BadSignature:
        pass
    return token or new_token(user)


def sent_token(request):
    """Return what is stored of the token that a form carries; Refused when it was not given to this person."""
    try:
        stored = signer().unsign(request.POST.get(TOKEN, ""), max_age=GOOD_FOR)
    except signing.SignatureExpired as expired:
        raise Refused(EXPIRED, TOKEN) from expired
    except signing.BadSignature:
        stored = ""
    if stored.partition(".")[0] != str(request.user.pk):
        raise Refused(_("This form was not made for you, or is damaged. Copy your text and open a new form."), TOKEN)
    return stored


def create_once(model, token, make, **same):
    """Return the row of `model` that was made with `token`; where there is none, what `make()` gives.

    `same` is what must hold of the row, by field, above all who made it, as in `logged_by=by`: Refused for the token
    of somebody else, or of another form. `make` runs in a transaction of its own; of two at once, the second gets what
    the first has made.
    """

    def made():
        there = model._base_manager.filter(token=token).first()
        if there and any(getattr(there, field) != value for field, value in same.items()):
            raise Refused(_("This form has already been used; open a new one."), TOKEN)
        return there

    if token and (there := made()):
        return there
    try:
        with transaction.atomic():
            return make()
    except (IntegrityError, ValidationError):
        if token and (there := made()):  # sent twice at once: the other one was quicker
            return there
        raise


SESSION_KEY = "desk_kept"
LIMIT = 100_000  # characters; no form of the desk comes near it
NOT_KEPT = ("csrfmiddlewaretoken",)
MADE_BY_THE_PAGE = ("token", "stood")  # and not typed
SHORT = 20  # characters


class RestoredPost(QueryDict):
    """What was typed before signing in again, and the names of the files that had been chosen with it."""

    files = ()
    refused = False  # it was too much at once, and its writer still signed in
    saved_at = None  # it was saved by itself while it was typed

    @property
    def long_texts(self):
        """The texts that nobody types again in no time."""
        texts = [text for name, texts in self.lists() if name not in MADE_BY_THE_PAGE for text in texts]
        return [text for text in texts if len(text) > SHORT or "\n" in text]


def keep_post(request, refused=False, owner=None):
    """Keep what was typed for the person to whom the form was given; False where nobody may be asked to keep it.

    Whose the form is, its token says, or else `owner`, the key of who was signed in until now.
    """
    owner = owner_of(request.POST.get(TOKEN, "")) or owner
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    files = [file.name for _field, chosen in request.FILES.lists() for file in chosen]
    is_too_much = length_of(request.POST) + sum(map(len, files)) > LIMIT
    if not owner or not fields or is_too_much or any("password" in name for name in fields):
        return False
    # Whoever has a token of somebody fills the table of sessions with it no further than this.
    if not (request.user.is_authenticated or ratelimit.consume(request, action="kept_text", key=str(owner))):
        return False
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "owner": str(owner),
        "fields": fields,
        "files": files,
        "refused": refused,
    }
    return True


def length_of(post):
    """How many characters the names and the texts of a form have together."""
    return sum(len(name) + sum(map(len, texts)) for name, texts in post.lists())


def owner_of(token):
    """The key of the person to whom a form was given, as its token says; "" where it says nothing that holds."""
    try:
        owner = signer().unsign(token, max_age=GOOD_FOR).partition(".")[0]
    except signing.BadSignature:
        return ""
    return "" if whole_number(owner) is None else owner  # who is not signed in has forms as well


def restored_post(request):
    """What this person typed on this page before signing in again, once; None when there is nothing."""
    kept = request.session.get(SESSION_KEY) if request.method == "GET" and request.user.is_authenticated else None
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
