"""Posts that are offered: by a link that works once and not for ever."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.histories import HistoricalRecords
from core.model_fields import person_field
from core.validators import visible_text

from .post import Membership, Post
from .user import User

VALID_FOR = timedelta(days=14)
OFFERED = gettext_lazy("This post is already offered to this address; renew that invitation instead.")


def hashed(token):
    return sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Not yet accepted and not revoked; those that have run out among them."""
        return self.filter(accepted_at=None, revoked_at=None)

    def with_token(self, token):
        """The invitation that a link leads to; none for a changed link."""
        return self.filter(token_hash=hashed(token)).select_related("university", "invited_by")

    def with_people(self):
        """Fetch what a row of a list shows, in a constant number of queries."""
        return self.select_related("university", "invited_by", "accepted_by")

    def invite(self, by, email, name="", **post):
        """Offer a post to whoever reads the mail at `email`; ValidationError when it is held or offered already."""
        made = self.model(email=email.strip().lower(), name=name, invited_by=by, **post)
        made._history_user = by
        made._new_link()
        made.full_clean(exclude=["token_hash", "seed"])
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # sent twice at once: the other one was quicker
            raise ValidationError(OFFERED, "offered") from None
        return made


class Invitation(Post):
    """A post offered to an address. The stored data do not give the link: it takes the secret key as well."""

    email = models.EmailField(gettext_lazy("email address"), max_length=150)
    name = models.CharField(gettext_lazy("full name"), max_length=50, blank=True, validators=[visible_text])
    seed = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = person_field(gettext_lazy("invited by"))
    invited_at = models.DateTimeField(gettext_lazy("invited at"))
    expires_at = models.DateTimeField(gettext_lazy("valid until"))
    mailed_at = models.DateTimeField(gettext_lazy("sent at"), null=True, blank=True)
    accepted_at = models.DateTimeField(gettext_lazy("accepted at"), null=True, blank=True)
    accepted_by = person_field(gettext_lazy("accepted by"), null=True, blank=True)
    revoked_at = models.DateTimeField(gettext_lazy("revoked at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["seed", "token_hash"])

    class Meta(Post.Meta):
        abstract = False
        verbose_name = gettext_lazy("invitation")
        verbose_name_plural = gettext_lazy("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            *Post.Meta.constraints,
            models.UniqueConstraint(
                fields=["email", "university"],
                condition=models.Q(accepted_at=None, revoked_at=None, university__isnull=False),
                name="invitation_once_for_university",
                violation_error_message=OFFERED,
            ),
            models.UniqueConstraint(
                fields=["email", "role", "province"],
                condition=models.Q(accepted_at=None, revoked_at=None, university=None),
                name="invitation_once",
                violation_error_message=OFFERED,
            ),
        ]

    def __str__(self):
        return " · ".join(str(part) for part in (self.email, self.get_role_display(), self.place) if part)

    @property
    def audit_name(self):
        """The post, without the address that it is offered to."""
        return " · ".join(str(part) for part in (self.get_role_display(), self.place) if part)

    def clean(self):
        """Refused: a post that has ended, that is held already, or offered at this address already."""
        if self.until and self.until < timezone.localdate():
            raise ValidationError({"until": _("This day has passed; give a later one, or none.")})
        if self.pk is None and self.email and self.role:
            same = {"email__iexact": self.email, **self.facts}
            if Invitation.objects.open().filter(**same).exists():
                raise ValidationError(OFFERED, "offered")
            holders = Membership.objects.current().filter(user__email__iexact=self.email, user__is_active=True)
            if holders.filter(**self.facts).exists():
                raise ValidationError(_("Somebody with this address already holds this post."), "held")

    @property
    def token(self):
        """The secret part of the link; it can be shown again to the editors while the invitation is open.

        Made with the portal's present key or with one of the former ones; empty when it was none that is known.
        """
        known = (self._token_by(key) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
        return next((token for token in known if hashed(token) == self.token_hash), "")

    @property
    def state(self):
        """accepted, revoked, expired or open."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "open"

    @property
    def is_open(self):
        return self.state == "open"

    @property
    def account(self):
        """The account that is there for this address, or None."""
        return User.objects.at_address(self.email).filter(is_active=True).order_by("pk").first()

    @transaction.atomic
    def accept(self, user):
        """Let `user`, whose address it is, hold the post from now on; ValidationError when it is not open to them."""
        locked = Invitation.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open:
            raise ValidationError(_("This invitation has been used or is no longer valid."), "closed")
        if user.email.lower() != locked.email:
            raise ValidationError(_("This invitation is for another email address."), "other_person")
        post = Membership(user=user, since=max(locked.since, timezone.localdate()), until=locked.until, **locked.facts)
        post.full_clean()
        post._history_user = locked._history_user = user
        post.save()
        locked.accepted_at, locked.accepted_by = timezone.now(), user
        locked.save()
        return post

    @transaction.atomic
    def accept_as_new(self, name, password):
        """Make the account of a person who has none yet, and let it hold the post; the account."""
        Invitation.objects.select_for_update().get(pk=self.pk)
        if User.objects.at_address(self.email).exists() or User.objects.filter(username=self.email).exists():
            raise ValidationError(_("There is an account with this address already; sign in first."), "account")
        User._meta.get_field("name").run_validators(name)
        user = User.objects.create_user(self.email, self.email, password, name=name)
        self.accept(user)
        return user

    @transaction.atomic
    def again(self, by):
        """A new link for another fortnight; the old one no longer works."""
        self._lock(by)
        self._new_link()
        self.save()

    @transaction.atomic
    def revoke(self, by):
        """Take the offer back."""
        self._lock(by)
        self.revoked_at = timezone.now()
        self.save()

    def _lock(self, by):
        self.refresh_from_db(from_queryset=Invitation.objects.select_for_update(of=("self",)))
        if self.accepted_at or self.revoked_at:
            raise ValidationError(_("This invitation has been accepted or revoked."), "closed")
        self._history_user = by

    def _token_by(self, key):
        return salted_hmac("accounts.invitation", self.seed, key, algorithm="sha256").hexdigest()

    def _new_link(self):
        self.seed = token_hex(16)
        self.token_hash = hashed(self._token_by(settings.SECRET_KEY))
        self.invited_at, self.mailed_at = timezone.now(), None
        self.expires_at = self.invited_at + VALID_FOR
