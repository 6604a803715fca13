"""What the board can be asked for, and its columns as a file."""

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import LoggingSide
from core.filters import ListFilterSet, choice, order, unchanged, words
from opendata import Column
from pairs.directory.provinces import Province
from pairs.models import Action, Batch
from pairs.pairs.batch_tables import ACTION
from pairs.pairs.filters import named

from .board_rows import by_pair
from .models import ObligationKind
from .obligations import owed, pairs_by_duty

OF_SIDES = ("recipient_province", "supporter_province")


def running_batches():
    return named(list(Batch.objects.published().running().select_related("action")))


def running_actions():
    return [(action.slug, action.local_name) for action in Action.objects.running()]


class BoardFilterSet(ListFilterSet):
    """What pairs owe: by words, batch, province, duty and whose turn it is; `qs` is a list of Due.

    Its pages are of rows that hold both sides of a pair, its files of what each side owes.
    """

    usual = "-days"
    in_front = ("q",)
    per_page = 20  # so that the page is no longer than eight screens of a phone

    q = words(_("University"))
    duty = choice(_("Duty"), _("All duties"), ObligationKind.choices, method=unchanged)
    side = choice(_("Action required by"), _("Either side or the ministry"), LoggingSide.choices, method=unchanged)
    batch = choice(_("Batch"), _("All batches"), running_batches, field_name="batch__number")
    action = choice(_("Action"), _("All actions"), running_actions, field_name="batch__action__slug")
    province = choice(_("Province of either side"), _("All provinces"), Province.choices, asks="with_side_in")
    sort = order(
        {"-days": _("Longest outstanding first"), "pair": _("By pair, in the order of the lists")}, method=unchanged
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = timezone.localdate()
        present = self.queryset.running(self.day).order_by()
        provinces = {code for name in OF_SIDES for code in present.values_list(name, flat=True).distinct()}
        self.offer("province", provinces)
        for name in ("batch", "action"):
            self.offer(name, {key for key, _label in self.filters[name].extra["choices"]})

    def offer(self, name, values):
        """Show only these choices of a filter and the one that is on, none of fewer than two; all are understood."""
        field, chosen = self.form.fields[name], self.data.get(name)
        if len(values) > 1:
            field.widget.choices = [each for each in field.choices if each[0] in {"", chosen, *values}]
        else:
            field.widget = forms.HiddenInput()

    @cached_property
    def paginator(self):
        return Paginator(by_pair(self.qs), self.per_page)

    def filter_queryset(self, queryset):
        """The dues of the pairs asked for; `totals` still counts those that duty and side leave out."""
        pairs, wanted = super().filter_queryset(queryset), self.form.cleaned_data
        dues = owed(pairs, self.day)
        self.totals = pairs_by_duty(dues)
        for name in ("duty", "side"):
            dues = [due for due in dues if wanted.get(name) in (None, "", getattr(due, name))]
        return self.in_order(dues) if wanted.get("sort") == "pair" else dues

    def in_order(self, dues):
        places = {pk: place for place, pk in enumerate(self.queryset.in_order().values_list("pk", flat=True))}
        return sorted(dues, key=lambda due: (places[due.pair], due.since, due.duty, due.side))


PRINTED, AS_OF_NOTICE = _("As printed in the notice."), _("As of the notice.")

COLUMNS = [
    Column("batch", "批次", "Batch", _("The number of the batch; numbered on across all actions.")),
    Column("pair", "结对编号", "Pair", _("The last part of the pair's public address.")),
    Column("recipient", "受援高校", "Recipient", PRINTED, 30),
    Column("supporter", "支援高校", "Supporter", PRINTED, 30),
    Column("recipient_province", "受援高校省份", "Recipient's province", AS_OF_NOTICE, choices=Province.choices),
    Column("supporter_province", "支援高校省份", "Supporter's province", AS_OF_NOTICE, choices=Province.choices),
    Column("duty", "事项", "Duty", _("What is outstanding."), 20, ObligationKind.choices),
    Column("side", "待办方", "Action required by", _("The side that has to act."), choices=LoggingSide.choices),
    Column("since", "起始日期", "Since", _("The date since which it has been outstanding.")),
    Column("days", "天数", "Days", _("From that day to the day of the download.")),
    Column("count", "件数", "How many", _("How many entries or findings wait.")),
    Column("coordinators", "联络员人数", "Coordinators", _("How many people speak for that side today.")),
    Column("reminded", "已提醒次数", "Reminders", _("On how many days that side has been reminded of this duty.")),
    Column("last_reminded", "最近提醒", "Last reminded", _("The last of these days.")),
    Column("action_slug", "行动简称", "Action's short name", ACTION),
]
