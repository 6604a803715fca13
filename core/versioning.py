"""Rows that several people may change: locked while they change, one version on, and only what changed is written."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .conditions import gathered
from .exceptions import Conflict, Refused


class Versioned:
    """A model with a field `version`; its transitions read it with `read_locked()` and write it with `store()`."""

    edited_fields = ()
    overtaken = gettext_lazy("Someone else saved this while you were editing. Both texts are shown; nothing is lost.")
    _found = None  # the columns as `read_locked` found them

    def read_locked(self):
        """Read the row anew and lock it until the transaction ends."""
        self.refresh_from_db(from_queryset=self.locked_rows())
        self._found = self._columns()

    def locked_rows(self):
        """Return the queryset to read the row from; override to lock first what has to stand still as well."""
        return type(self)._base_manager.select_for_update(of=("self",))

    def compare(self, version, mine=None):
        """Raise Conflict with both texts when `version`, the one that was seen, is given and is not the stored one.

        `mine` is what was to be saved, by field.
        """
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

    def store(self, by, why=None, same_version=False):
        """Check the row and write what changed of it, one version on; ValidationError by field. Returns the row.

        Of a row that is new, or was not read with `read_locked()`, all is written.

        With `same_version` nobody who writes meanwhile is overtaken: what people read of it stays.
        """
        self.version += not same_version
        self.check_all()
        columns, changed = self._columns(), None
        if self._found is not None and not self._state.adding:
            changed = [name for name, value in columns.items() if value != self._found[name]]
        keep(self, by, why, changed)
        self._found = self._columns()
        return self

    def check_all(self):
        """Raise ValidationError by field for what cannot be stored."""
        self.full_clean(exclude=["token"] if hasattr(self, "token") else None)

    def get_constraints(self):
        return [(model, gathered(rules)) for model, rules in super().get_constraints()]

    def _columns(self):
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}


def keep(row, by, why=None, fields=None):
    """Save a row, or these `fields` of it, whose history says who and why."""
    row._history_user, row._change_reason = by, why or None
    row.save(update_fields=fields)


def drop(rows, by):
    """Delete rows whose history says who."""
    for row in rows:
        row._history_user = by
        row.delete()


def as_stored(value):
    """Return a value, or what a dict or a list holds, as JSON keeps it: days as ISO text, rows by code or in words."""
    if isinstance(value, dict):
        return {getattr(name, "code", name): as_stored(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_stored(each) for each in value]
    if isinstance(value, models.Model):
        return getattr(value, "code", "") or str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def refuse_unless(condition, message, code="not_now"):
    if not condition:
        raise Refused(message, code)
