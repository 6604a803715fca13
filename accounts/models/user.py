"""People who sign in."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.histories import HistoricalRecords
from core.validators import visible_text

from .post import MINISTRY_ROLES, OUTSIDE_ROLES, OVERSEEING_ROLES, Role


class PortalUserManager(UserManager):
    def _create_user(self, username, email, password, **extra_fields):
        extra_fields.pop("is_staff", None)  # derived from posts, never stored
        return super()._create_user(username, email, password, **extra_fields)

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        extra_fields["is_superuser"] = True
        return self._create_user(username, email, password, **extra_fields)

    def at_address(self, email):
        """The people with this e-mail address, whatever its case."""
        return self.filter(email__iexact=email)

    def sign_in_name(self, typed):
        """The user name meant by what was typed as user name or e-mail address; the text itself when by neither."""
        if "@" not in typed or self.filter(username=typed).exists():
            return typed
        names = list(self.at_address(typed).values_list("username", flat=True)[:2])
        return names[0] if len(names) == 1 else typed


class User(AbstractUser):
    """A person who signs in. What the person may do follows from the posts held today."""

    DEMO_DOMAIN = "demo.invalid"  # the e-mail domain that marks demo accounts

    name = models.CharField(
        _("full name"),
        max_length=50,
        blank=True,
        validators=[visible_text],
        help_text=_("As shown in the history of changes."),
    )

    objects = PortalUserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name or self.username

    def save(self, *args, **kwargs):
        """Keep a line of history; a new password, and the end of the account, end every session."""
        ends_sessions = not self._state.adding and (self._password is not None or not self.is_active)
        self.save_with_history(*args, **kwargs)
        if ends_sessions:
            self.sessions.end()  # all of them: where it was changed here, Django begins a new one

    def save_with_history(self, *args, **kwargs):
        """Not of a sign-in, which writes its time alone and changes nothing of the account."""
        if set(kwargs.get("update_fields") or ()) != {"last_login"}:
            return super().save(*args, **kwargs)
        self.skip_history_when_saving = True
        try:
            return super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    @property
    def is_demo(self):
        """Made to look around with: signs in during development only."""
        return self.email.endswith(f"@{self.DEMO_DOMAIN}")

    @cached_property
    def posts(self):
        """The posts held today; none once the account is switched off."""
        return list(self.memberships.current()) if self.is_active and self.pk else []

    @property
    def roles(self):
        """The roles of the posts held today."""
        return frozenset(post.role for post in self.posts)

    @property
    def universities(self):
        """The keys of the universities for which this person speaks today."""
        return frozenset(post.university_id for post in self.posts if post.role == Role.COORDINATOR)

    @property
    def provinces(self):
        """The codes of the provinces whose education department this person works for today."""
        return frozenset(post.province for post in self.posts if post.role == Role.OFFICER)

    @property
    def is_editor(self):
        """Acts for the ministry."""
        return self.is_active and (self.is_superuser or "editor" in self.roles)

    @property
    def oversees(self):
        """Reads everything: editors and inspectors."""
        return self.is_editor or bool(self.roles & OVERSEEING_ROLES)

    @property
    def works_here(self):
        """Holds a post today, of whatever kind; superusers always do."""
        return bool(self.roles) or self.oversees

    @property
    def is_staff(self):
        """May open the admin: holders of a ministry post, and superusers; never somebody outside of the ministry."""
        of_ministry = bool(self.roles & MINISTRY_ROLES) and not self.roles & OUTSIDE_ROLES
        return self.is_active and (self.is_superuser or of_ministry)
