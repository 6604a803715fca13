"""What several people of the ministry may change: locked while it changes, and one version on with every change."""

from django.utils.translation import gettext as _

from .exceptions import Conflict, Refused


class Versioned:
    """Needs a field `version`, and `texts()`: all that an edit may change, by field."""

    def _begin(self, by, version=None, mine=None):
        """Nobody else changes this row until the transaction ends; Conflict when `version` is not the stored one."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",)))
        self._history_user, self._change_reason = by, None
        if version is not None and version != self.version:
            theirs = self.texts()
            message = _("Somebody else saved this meanwhile. Both texts are shown; nothing is lost.")
            raise Conflict(message, {**theirs, **(mine or {})}, theirs, self.version)

    def _keep(self, by, why=None):
        """Check and store, one version on; ValidationError by field."""
        self.version += 1
        self._history_user, self._change_reason = by, why
        self.full_clean(exclude=["token"] if hasattr(self, "token") else None)
        self.save()
        return self


def refuse_unless(condition, message, code="not_now"):
    if not condition:
        raise Refused(message, code)


def refuse_outside(by):
    """Inspecting is the work of the ministry's inspectors and editors."""
    refuse_unless(by.oversees, _("Only inspectors and editors of the ministry do this."), "not_yours")
