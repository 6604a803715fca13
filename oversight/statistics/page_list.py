"""The pages of the statistics: an overview, and one page for each thing that they tell."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.addresses import address_of

from .milestone_durations import STEPS


@dataclass(frozen=True)
class StatisticsPage:
    """One page: its part of the address, its title, its file, and the part of the old page that stands there now."""

    name: str
    title: str
    about: str
    file: str
    old_part: str

    @property
    def url_name(self):
        return f"{self.name}_statistics"

    @property
    def template(self):
        return f"oversight/statistics/{self.name}.html"

    @property
    def files(self):
        return f"statistics_{self.file}"

    def address(self, query=""):
        return address_of(self.url_name) + (f"?{query}" if query else "")


PAGES = [
    StatisticsPage(
        "totals",
        pgettext_lazy("statistics", "Totals"),
        gettext_lazy("What each indicator adds up to, from how many pairs, and by which rule."),
        "totals",
        "totals",
    ),
    StatisticsPage(
        "growth",
        gettext_lazy("Growth over time"),
        gettext_lazy("What is counted, month by month, and what events add up to."),
        "growth",
        "growth",
    ),
    StatisticsPage(
        "distribution",
        pgettext_lazy("statistics", "Distribution"),
        gettext_lazy("What is counted, by batch, mechanism, supporter's province and type."),
        "parts",
        "parts",
    ),
    StatisticsPage(
        "durations",
        gettext_lazy("Time between milestones"),
        gettext_lazy("How many days pairs took from step to step."),
        "clock",
        "clock",
    ),
    StatisticsPage(
        "flow",
        gettext_lazy("Flow of support"),
        gettext_lazy("How many pairs run from which province to which."),
        "flow",
        "flow",
    ),
    StatisticsPage(
        "commitments",
        gettext_lazy("Commitments and delivery"),
        gettext_lazy("Every pair under each mechanism: promised, done, evidenced."),
        "grid",
        "grid",
    ),
]
BY_NAME = {page.name: page for page in PAGES}


def links(query, here=None):
    """The overview and every page with the filters of `query`: address, title, and whether it is the page `here`."""
    overview = address_of("statistics") + (f"?{query}" if query else "")
    others = [(page.address(query), page.title, page is here) for page in PAGES]
    return [(overview, _("Overview"), here is None), *others]


def contents(page, found):
    """What stands on a page: the id and the title of each section."""
    return SECTIONS[page.name](found)


def growth_entries(one):
    name, slug = one.action.local_name, one.action.slug
    table = [(f"months-{slug}", f"{name} · {_('The same as a table')}")] if one.months else []
    return [(f"growth-{slug}", name), *table]


SECTIONS = {
    "totals": lambda found: [("reporting", _("Pairs with activities")), ("indicators", _("By indicator"))],
    "growth": lambda found: [entry for one in found.growths for entry in growth_entries(one)],
    "distribution": lambda found: [(f"by-{name}", part.label) for name, part in found.divisions.all.items()],
    "durations": lambda found: [
        *((f"step-{key}", label) for key, (_start, _end, label) in STEPS.items()),
        ("steps", _("Days, by step")),
    ],
    "flow": lambda found: [("map", _("Map")), ("provinces", _("By province"))],
    "commitments": lambda found: [("mechanisms", _("By mechanism")), ("grid-pairs", _("Pair by pair"))],
}
