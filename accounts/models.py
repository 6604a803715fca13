"""Who speaks for whom."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class PortalUserManager(UserManager):
    def _create_user(self, username, email, password, **extra_fields):
        extra_fields.pop("is_staff", None)  # derived from posts, never stored
        return super()._create_user(username, email, password, **extra_fields)

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        extra_fields["is_superuser"] = True
        return self._create_user(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person who signs in. What the person may do follows from the posts held today."""

    DEMO_DOMAIN = "demo.invalid"  # the e-mail domain that marks demo accounts

    name = models.CharField(
        _("full name"), max_length=50, blank=True, help_text=_("As shown in the history of changes.")
    )

    objects = PortalUserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name or self.username

    @property
    def is_demo(self):
        """Made to look around with: signs in during development only."""
        return self.email.endswith(f"@{self.DEMO_DOMAIN}")

    @cached_property
    def roles(self):
        """The roles of the posts held today."""
        if not self.is_active or not self.pk:
            return frozenset()
        return frozenset(self.memberships.current().values_list("role", flat=True))

    @property
    def is_staff(self):
        """May open the admin: holders of a ministry post, and superusers."""
        return self.is_active and (self.is_superuser or bool(self.roles & Membership.MINISTRY_ROLES))


class MembershipQuerySet(models.QuerySet):
    def current(self, day=None):
        """Posts held on `day` (today when not given), first and last day included."""
        day = day or timezone.localdate()
        return self.filter(since__lte=day).filter(models.Q(until__isnull=True) | models.Q(until__gte=day))


class Membership(models.Model):
    """A post: one person, one role, from one day to another."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("Editor (ministry)")
        INSPECTOR = "inspector", _("Inspector (ministry)")

    MINISTRY_ROLES = frozenset({"editor", "inspector"})

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day of the post."))

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["user", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_span",
                violation_error_message=_("A post cannot end before it begins."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()}"

    def is_current(self, day=None):
        """True when the post is held on `day`: the same rule as `current()`, for one post."""
        day = day or timezone.localdate()
        return self.since <= day and (self.until is None or day <= self.until)
