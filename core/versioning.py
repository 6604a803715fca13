"""Rows that several people may change: locked while they change, and one version on with every change."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .exceptions import Conflict, Refused


class Versioned:
    """A model with a field `version`. A transition calls `lock()` first and `store()` last, inside one transaction."""

    edited_fields = ()
    overtaken = gettext_lazy("Somebody else saved this meanwhile. Both texts are shown; nothing is lost.")

    def lock(self, by, version=None, mine=None):
        """Read the row anew and lock it until the transaction ends.

        `version` is the one that `by` has seen, None when it does not matter; `mine` is what `by` wants to save, by
        field. Refused as `refuse_closed` has it; Conflict when `version` is not the stored one.
        """
        self.refresh_from_db(from_queryset=self.locked_rows())
        self._history_user, self._change_reason = by, None
        self.refuse_closed(by)
        self.compare(version, mine)

    def locked_rows(self):
        """Return the queryset to read the row from; override to lock first what has to stand still as well."""
        return type(self)._base_manager.select_for_update(of=("self",))

    def refuse_closed(self, by):
        """Raise Refused when nothing of the row may be changed by this person, or by anybody, now."""

    def compare(self, version, mine=None):
        """Raise Conflict with both texts when `version` is given and is not the stored one."""
        if version is not None and version != self.version:
            theirs = self.texts()
            raise Conflict(self.overtaken, {**theirs, **(mine or {})}, theirs, self.version)

    def texts(self):
        """Return all that an edit may change, by field: the text a conflict shows."""
        return {field: getattr(self, field) for field in self.edited_fields}

    def take(self, values, fields=()):
        """Set `values`, by field; ValidationError for one that is not among `fields`, or those that are edited."""
        for field, value in values.items():
            if field not in (fields or self.edited_fields):
                raise ValidationError(_("“%(field)s” cannot be edited.") % {"field": field})
            setattr(self, field, value)

    def store(self, by, why=None):
        """Check and save the row, one version on; ValidationError by field. Returns the row."""
        self.version += 1
        self._history_user, self._change_reason = by, why
        self.check_all()
        self.save()
        return self

    def check_all(self):
        """Raise ValidationError by field for what cannot be stored."""
        self.full_clean(exclude=["token"] if hasattr(self, "token") else None)


def refuse_unless(condition, message, code="not_now"):
    if not condition:
        raise Refused(message, code)


def refuse_outside(by):
    """Inspecting is the work of the ministry's inspectors and editors."""
    refuse_unless(by.oversees, _("Only inspectors and editors of the ministry do this."), "not_yours")
