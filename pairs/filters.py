"""What the public lists can be asked for: one FilterSet for the page, its twins and later the API."""

import django_filters
from django import forms
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from pairs.models import Batch, Level, Milestone, Pair, Tier, University
from pairs.places import Province

LONGEST_SEARCH = 100  # characters; far longer than any name
UNKNOWN = _("“%(value)s” is not one of the choices.")


class ListFilterSet(django_filters.FilterSet):
    """A list as its address asks for it. What cannot be understood is left out and named in `problems`."""

    per_page = 25
    usual = None  # the order that an address need not ask for

    @cached_property
    def values(self):
        """The filters that are on, as name → text of the address, in the order of the form."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        return {
            name: str(cleaned[name]) for name in self.form.fields if cleaned.get(name) not in (None, "", self.usual)
        }

    @cached_property
    def problems(self):
        """What the address asks for and the list cannot give: field, value and message each."""
        wrong = [
            {"field": name, "value": str(self.data.get(name, ""))[:LONGEST_SEARCH], "message": message}
            for name, messages in self.form.errors.items()
            for message in messages
        ]
        for item in wrong:
            item["label"] = self.form.fields[item["field"]].label
        return wrong

    @property
    def chips(self):
        """The filters that are on: label, value in words, and the address's query without it."""
        return [self._chip(name, value) for name, value in self.values.items() if name != "sort"]

    def _chip(self, name, value):
        field = self.form.fields[name]
        words = dict(getattr(field, "choices", ())).get(value, value)
        return {"label": field.label, "words": words, "query": self.query(**{name: ""})}

    def query(self, **changes):
        """The query of the address with `changes` made to the filters that are on; an empty one takes a filter off."""
        return urlencode([(name, value) for name, value in {**self.values, **changes}.items() if value])

    @cached_property
    def page(self):
        """The page asked for, or the nearest there is."""
        paginator = Paginator(self.qs, self.per_page)
        number = self.data.get("page") or 1
        try:
            return paginator.page(number)
        except PageNotAnInteger:
            self._page_problem(_("This is not the number of a page; the first page is shown."))
            return paginator.page(1)
        except EmptyPage:
            nearest = 1 if str(number).strip().startswith("-") else paginator.num_pages
            message = _("The list has %(pages)s pages; the nearest one is shown.") % {"pages": paginator.num_pages}
            self._page_problem(message)
            return paginator.page(nearest)

    def _page_problem(self, message):
        value = str(self.data["page"])[:LONGEST_SEARCH]
        self.problems.append({"field": "page", "value": value, "message": message, "label": _("Page")})


def choice(label, everything, choices, **kwargs):
    """A filter by one of `choices`; `everything` is what the form says when it is off."""
    return django_filters.ChoiceFilter(
        label=label, empty_label=everything, choices=choices, error_messages={"invalid_choice": UNKNOWN}, **kwargs
    )


def words(label, method):
    """A filter by words that a person types."""
    return django_filters.CharFilter(
        label=label,
        method=method,
        max_length=LONGEST_SEARCH,
        validators=[ProhibitNullCharactersValidator(message=_("The text holds a character that cannot be searched."))],
        error_messages={
            "max_length": _(
                "The text is longer than %(limit_value)d characters (it has %(show_value)d); use fewer words."
            )
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


def published():
    """The choices of actions and of batches, read once for a page and in one query."""
    batches = list(Batch.objects.published().select_related("action"))
    actions = {batch.action.slug: batch.action.local_name for batch in batches}
    return [*actions.items()], [(str(batch.number), str(batch)) for batch in batches]


class PairFilterSet(ListFilterSet):
    """The pair list: by words, batch, action, the supporter's province, tiers, status; in an order."""

    usual = "serial"

    ORDERS = {
        "serial": _("By serial number"),
        "-serial": _("By serial number, last first"),
        "recipient": _("By the recipient's code"),
        "-recipient": _("By the recipient's code, last first"),
        "supporter": _("By the supporter's province and code"),
        "-supporter": _("By the supporter's province and code, last first"),
    }

    q = words(_("University"), "find")
    batch = choice(_("Batch"), _("All batches"), [], field_name="batch__number")
    action = choice(_("Action"), _("All actions"), [], field_name="batch__action__slug")
    province = choice(_("Supporter's province"), _("All provinces"), Province.choices, field_name="supporter_province")
    tier = choice(_("Supporter's tier"), _("All tiers"), Tier.choices, field_name="supporter_tier")
    recipient_tier = choice(_("Recipient's tier"), _("All tiers"), Tier.choices, field_name="recipient_tier")
    status = choice(_("Status"), _("All statuses"), Milestone.Kind.choices, method="reached")
    sort = choice(_("Order"), None, [*ORDERS.items()], method="ordered")

    class Meta:
        model = Pair
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        actions, batches = published()
        self.filters["action"].extra["choices"] = actions
        self.filters["batch"].extra["choices"] = batches

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.in_order())

    def find(self, queryset, name, value):
        return queryset.matching(value)

    def reached(self, queryset, name, value):
        return queryset.with_status(value)

    def ordered(self, queryset, name, value):
        return queryset.in_order(value)


class UniversityFilterSet(ListFilterSet):
    """The list of universities: by words, province, level, and whether a pair is known."""

    PAIRED = {"recipient": _("Supported"), "supporter": _("Supporting"), "no": _("In no known pair")}

    q = words(_("University"), "find")
    province = choice(_("Province"), _("All provinces"), Province.choices)
    level = choice(_("Level"), _("All levels"), Level.choices)
    paired = choice(_("Pairs"), _("All universities"), [*PAIRED.items()], method="in_pairs")

    class Meta:
        model = University
        fields = []

    def find(self, queryset, name, value):
        return queryset.search(value)

    def in_pairs(self, queryset, name, value):
        return queryset.paired_as(value)


class SearchFilterSet(ListFilterSet):
    """The search page: universities by words."""

    per_page = 20
    q = words(_("University"), "find")

    class Meta:
        model = University
        fields = []

    def find(self, queryset, name, value):
        return queryset.search(value)
