"""The rows of the board: what it can be asked for, what a row shows, and its columns as a file."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import LoggingSide
from core.filters import ListFilterSet, choice, order, unchanged, words
from opendata import Column
from pairs.directory.provinces import Province
from pairs.models import Action, Batch, Pair, Side
from pairs.pairs.batch_tables import ACTION
from pairs.pairs.filters import named

from .models import LetterState, ObligationKind, Reminder
from .obligations import Obligation, owed, pairs_by_duty
from .reminders import coordinators, reachable


def running_batches():
    return named(list(Batch.objects.published().running().select_related("action")))


def running_actions():
    return [(action.slug, action.local_name) for action in Action.objects.running()]


class BoardFilterSet(ListFilterSet):
    """What pairs owe: by words, batch, province, duty and whose turn it is; `qs` is a list of Due."""

    usual = "-days"

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


@dataclass
class BoardRow:
    """A due with its pair, the people concerned, and the days on which they were reminded since it is owed."""

    due: Obligation
    pair: Pair
    people: list = field(default_factory=list)
    reminded: list = field(default_factory=list)
    is_on_its_way: bool = False

    @property
    def turn(self):
        return LoggingSide(self.due.side)

    @property
    def is_ministrys(self):
        """Whether the ministry itself has to act: nobody is reminded."""
        return self.due.side not in Side.values

    @property
    def is_done_today(self):
        return bool(self.reminded) and self.reminded[-1] == self.due.day

    @property
    def can_remind(self):
        return bool(reachable(self.people)) and not (self.is_done_today or self.is_on_its_way)

    @property
    def side(self):
        """The PairSide whose turn it is, None for the ministry."""
        return next((side for side in self.pair.sides if side.side == self.due.side), None)

    def as_dict(self):
        recipient, supporter = self.pair.sides
        return {
            "batch": self.pair.batch.number,
            "pair": self.pair.address,
            "recipient": recipient.printed,
            "supporter": supporter.printed,
            "recipient_province": recipient.province.value,
            "supporter_province": supporter.province.value,
            "duty": self.due.duty.value,
            "side": self.due.side,
            "since": self.due.since,
            "days": self.due.days,
            "count": self.due.count,
            "coordinators": len(self.people),
            "reminded": len(self.reminded),
            "last_reminded": self.reminded[-1] if self.reminded else None,
            "action_slug": self.pair.batch.action.slug,
        }


def rows_of(dues):
    """A Row for each of `dues`, in a constant number of queries."""
    keys = {due.pair for due in dues}
    pairs = Pair.objects.with_universities().with_names().in_bulk(keys)
    people, days = coordinators(dues), Reminder.objects.days_of(keys)
    queued = Reminder.objects.keys(timezone.localdate(), LetterState.QUEUED)
    reminded = {due.key: [on for on in days.get(due.key, ()) if on >= due.since] for due in dues}
    return [BoardRow(due, pairs[due.pair], people[due.key], reminded[due.key], due.key in queued) for due in dues]


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
