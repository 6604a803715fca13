"""What is being typed into a form, saved by itself for its writer: no entry, without history, never public."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.model_fields import person_field
from core.worker import chore

KEPT_FOR = datetime.timedelta(days=7)
MOST = 20  # forms of one person


class UnsentTextQuerySet(models.QuerySet):
    def of_form(self, owner, form):
        return self.filter(owner=owner, form=form)

    def save_for(self, owner, form, fields):
        """Keep what stands in the form now, in place of what stood there before."""
        self.update_or_create(owner=owner, form=form, defaults={"fields": fields, "saved_at": timezone.now()})
        own = self.filter(owner=owner).order_by("-saved_at", "-pk")
        own.filter(pk__in=[text.pk for text in own[MOST : MOST + 10]]).delete()


class UnsentText(models.Model):
    """The fields of one form of one person; `form` names it, as in new:2-11:lecture:held."""

    owner = person_field(_("owner"), on_delete=models.CASCADE)
    form = models.CharField(_("form"), max_length=100)
    fields = models.JSONField(_("what was typed"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    objects = UnsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of an unsent form")
        verbose_name_plural = _("texts of unsent forms")
        constraints = [models.UniqueConstraint(fields=["owner", "form"], name="unsent_text_once")]

    def __str__(self):
        return self.form


@chore
def forget_old_texts(now=None):
    """Delete what nobody has come back to within a week."""
    UnsentText.objects.filter(saved_at__lt=(now or timezone.now()) - KEPT_FOR).delete()
