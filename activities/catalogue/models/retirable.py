"""What is retired instead of deleted once it is in use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.exceptions import Refused
from core.personal_data import given_reason


class RetirableQuerySet(models.QuerySet):
    def in_force(self):
        """Those offered for new entries."""
        return self.filter(retired_at=None)


class Retirable(models.Model):
    """Deleted while unused; afterwards offered no longer, and what was reported under it stays."""

    FIXED_IN_USE = ()  # fields whose change would change figures of the past

    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def clean(self):
        """What is in use keeps the meaning under which it was reported."""
        super().clean()
        if self.pk and self.in_use:
            stored = type(self).objects.get(pk=self.pk)
            changed = [field for field in self.FIXED_IN_USE if getattr(stored, field) != getattr(self, field)]
            message = _("It is in use, so this cannot change any more; retire it and add another.")
            if changed:
                raise ValidationError(dict.fromkeys(changed, message))

    def delete(self, **kwargs):
        if self.in_use:
            raise Refused(_("“%(name)s” is in use; retire it instead, its past figures stay.") % {"name": self})
        return super().delete(**kwargs)

    @property
    def is_retired(self):
        return self.retired_at is not None

    def retire(self, reason):
        """Offer it no longer; what was reported under it stays. ValidationError without a reason."""
        self._set_retired(self.retired_at or timezone.now(), reason)

    def restore(self, reason):
        """Offer it again. ValidationError without a reason."""
        self._set_retired(None, reason)

    def _set_retired(self, moment, reason):
        self._change_reason = given_reason(reason)
        self.retired_at = moment
        self.save(update_fields=["retired_at"])
