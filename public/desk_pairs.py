"""The pairs that a person watches over: a row each, with its mechanisms, last activity and longest duty."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from accounts.permissions import pairs_overseen_by
from activities.activities.progress import PairSummary, glances
from oversight.obligations.obligations import owed
from pairs.models import Pair

from .ministry import late

PER_PAGE = 12  # so that the page is no longer than four screens of a phone


@dataclass
class WatchedPair:
    """A pair at a glance, and what it owes, the longest first."""

    glance: PairSummary
    dues: list

    @property
    def longest(self):
        return self.dues[0] if self.dues else None

    @property
    def others(self):
        """How many kinds of duties it owes beside the one it has owed longest."""
        return len({due.duty for due in self.dues} - {self.longest.duty}) if self.dues else 0


def watched_pairs(request, found):
    """What the page shows of the pairs `found`: those that go on, page by page, and the others folded below them.

    All of those that have ended stand on pages of their own, which `ended` in the address asks for.
    """
    dues = owed(pairs_overseen_by(request.user))
    going_on = found.not_ended()
    ended = found.exclude(pk__in=going_on.order_by().values("pk")).latest_first()
    only_ended = "ended" in request.GET
    shown = ended if only_ended else going_on.latest_first()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    folded = Paginator(ended.none() if only_ended else ended, PER_PAGE).page(1)
    rows = rows_of([page, folded], dues)
    facts = {"page": page, "folded": folded, "only_ended": only_ended, "late": late(dues)}
    return facts | {"rows": rows[: len(page)], "folded_rows": rows[len(page) :]}


def rows_of(pages, dues):
    """A WatchedPair for each pair of the pages, in a constant number of queries."""
    pairs = [pair for page in pages for pair in Pair.objects.on_page(page)]
    by_pair = {}
    for due in dues:
        by_pair.setdefault(due.pair, []).append(due)
    return [WatchedPair(glance, by_pair.get(glance.pair.pk, [])) for glance in glances(pairs)]
