"""What the list of bulletins and its files can be asked for."""

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.filters import DayFilter, FilterDayField, ListFilterSet, choice, unchanged
from oversight.bulletins.models.bulletin import Bulletin
from pairs.models import Action, Batch
from pairs.pairs.filters import by_action, by_batch, published

TO_COME = _("“%(value)s” is a day to come; totals go up to today.")


class BulletinFilterSet(ListFilterSet):
    """The published bulletins: by action."""

    action = choice(_("Action"), _("All actions"), lambda: published()[0], method="of_action")

    def everything(self):
        return Bulletin.objects.published().newest_first()

    def of_action(self, queryset, name, value):
        return queryset.of_action(Action.objects.get(slug=value))

    @property
    def several(self):
        return len(self.filters["action"].extra["choices"]) > 1


class FigureFilterSet(BulletinFilterSet):
    """Figures: by the bulletin in which they stand as well."""

    bulletin = choice(_("Bulletin"), _("All bulletins"), lambda: bulletins(), field_name="address")


def bulletins():
    return [(one.address, str(one)) for one in Bulletin.objects.published().newest_first()]


class PastDayField(FilterDayField):
    """A day whose figures are known."""

    def read(self, text):
        day = super().read(text)
        if day and day > localdate():
            raise ValidationError(TO_COME, "invalid", params={"value": text[:40]})
        return day


class PastDayFilter(DayFilter):
    field_class = PastDayField


class TotalFilterSet(ListFilterSet):
    """The published batches: by action or one by one; and the day whose end their totals refer to."""

    action = by_action("action__slug")
    batch = by_batch("number")
    as_of = PastDayFilter(label=_("As of"), method=unchanged, help_text=_("a day such as 2020-07-07"))

    def everything(self):
        return Batch.objects.published()

    @property
    def day(self):
        """The day that was asked for; None for now."""
        return self.form.cleaned_data.get("as_of") if self.form.is_valid() else None
