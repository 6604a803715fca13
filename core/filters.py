"""Lists as their addresses ask for them: one FilterSet for the page, its downloads and later the API.

They are shown as whole pages, as the part of one that htmx asks for, and as files.
"""

from functools import cache, wraps

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.core.validators import ProhibitNullCharactersValidator
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

import opendata
from core.form_fields import PickedDayField, PlainSelect
from core.paging import GroupedPaginator
from core.parameters import accepts_list
from core.version_facts import FACTS

LONGEST_SEARCH = 100  # characters; far longer than any name
TOO_LONG = _("The text is longer than %(limit_value)d characters (it has %(show_value)d); use fewer words.")


UNKNOWN = _("“%(value)s” is not one of the choices.")


class SpanForm(forms.Form):
    """Where a list is asked for from one day or month to another, these follow each other."""

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", self.fields["until"].turned_around)


class ListFilterSet(django_filters.FilterSet):
    """A list as its address asks for it. What cannot be understood is left out and named in `problems`.

    A subclass says by `everything()` of which rows it is, in their usual order. Choices that stand in tables are given
    as a function, which is called once for each request.
    """

    per_page = 25
    usual = None  # the order that an address need not ask for

    # What its page needs, core/list_base.html: the names of its address and of that of its files, the filters that
    # stand in front, and how many were found, as ngettext_lazy.
    page_name = download_name = ""
    in_front = ()
    found = None
    pages_by = Paginator
    groupings = {}  # by an order: what its rows stand together by, where a page need not sort all
    is_public = False  # its rows are the same for everybody, and made of public data alone

    class Meta:
        form = SpanForm

    def __init__(self, data=None, queryset=None, **options):
        self.is_public &= queryset is None
        super().__init__(data, self.everything() if queryset is None else queryset, **options)
        for each in self.filters.values():
            if callable(choices := each.extra.get("choices")):
                each.extra["choices"] = choices()

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
        wrong = []
        for name, messages in self.form.errors.items():
            facts = {"field": name, "value": str(self.data.get(name, ""))[:LONGEST_SEARCH]}
            facts["label"] = self.form.fields[name].label
            wrong += [facts | {"message": message} for message in messages]
        return wrong

    @property
    def counted(self):
        """How many rows the filters leave, in words; the number is strong."""
        return mark_safe(self.found % {"number": self.page.paginator.count})

    @cached_property
    def fields(self):
        """The fields in front, those behind under “More filters and the order”, and the hidden ones that are on.

        `on` is how many of the fields behind are on; `opened` is true where one of them is wrong. What is on stands
        above the rows, so that the fold need not push these down.
        """
        front, behind, hidden = [self.form[name] for name in self.in_front], [], []
        for field in self.form:
            if field.is_hidden:
                hidden += [field] if field.name in self.values else []
            elif field.name not in self.in_front:
                behind.append(field)
        on = sum(field.name in self.values for field in behind)
        opened = any(field.name in self.form.errors for field in behind)
        return {"front": front, "behind": behind, "hidden": hidden, "on": on, "opened": opened}

    @property
    def chips(self):
        """The filters that are on: label, value in words, and the address's query without it."""
        found = []
        for name, value in self.values.items():
            if name == "sort":
                continue
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            found.append({"label": field.label, "words": words, "query": self.query(**{name: ""})})
        return found

    @property
    def narrowing(self):
        """How many filters are on, the text that is searched for apart."""
        return len(self.values.keys() - {"q", "sort"})

    def query(self, **changes):
        """The query of the address with `changes` made to the filters that are on; an empty one takes a filter off."""
        return urlencode([(name, value) for name, value in {**self.values, **changes}.items() if value])

    @cached_property
    def page(self):
        """The page asked for, or the nearest there is."""
        paginator = self.paginator
        number = self.data.get("page") or 1
        try:
            return paginator.page(number)
        except PageNotAnInteger:
            self._page_problem(_("This is not the number of a page; the first page is shown."))
            return paginator.page(1)
        except EmptyPage:
            nearest = 1 if int(number) < 1 else paginator.num_pages
            message = _("The list has %(pages)s pages; the nearest one is shown.") % {"pages": paginator.num_pages}
            self._page_problem(message)
            return paginator.page(nearest)

    @property
    def paged(self):
        """What the pages of the list are made of: its rows, or as much of each as a page needs."""
        return self.qs

    @property
    def is_counted_once(self):
        """Whether the rows are counted once for each version of the data: of a public list, free words apart."""
        is_free = any(getattr(self.filters[name], "is_free_text", False) for name in self.values)
        return self.is_public and not is_free

    def counted_by(self, count):
        """What `count` says of the rows that the filters leave."""
        return FACTS.of_now()((type(self).__name__, self.query()), count) if self.is_counted_once else count()

    @property
    def grouping(self):
        """What the rows stand together by in the order asked for, or None."""
        return self.groupings.get(self.values.get("sort", self.usual))

    @cached_property
    def paginator(self):
        """The pages of the list."""
        if grouping := self.grouping:
            numbers = self.counted_by(lambda: grouping.numbers(self.qs))
            return GroupedPaginator(self.paged, self.per_page, grouping, numbers)
        paginator = self.pages_by(self.paged, self.per_page)
        if self.is_counted_once:
            paginator.count = self.counted_by(self.qs.order_by().count)
        return paginator

    def _page_problem(self, message):
        value = str(self.data["page"])[:LONGEST_SEARCH]
        self.problems.append({"field": "page", "value": value, "message": message, "label": _("Page")})


def asking(method):
    """Return what a filter does that asks the queryset by `method`, the name of a method of its own."""
    return lambda queryset, name, value: getattr(queryset, method)(value)


def unchanged(queryset, name, value):
    """Do nothing to the rows: for what is asked of something that hangs on them."""
    return queryset


class ChoiceField(django_filters.ChoiceFilter.field_class):
    """A field whose choices are not copied for the one form that is made of it."""

    def __deepcopy__(self, memo):
        memo[id(self._choices)] = self._choices
        return super().__deepcopy__(memo)


class ChoiceFilter(django_filters.ChoiceFilter):
    field_class = ChoiceField


def choice(label, everything, choices, asks="", **kwargs):
    """A filter by one of `choices`; `everything` is what the form says when it is off."""
    if asks:
        kwargs["method"] = asking(asks)
    given = choices if callable(choices) else in_words(choices)  # a list would be copied for every request
    kwargs |= {"error_messages": {"invalid_choice": UNKNOWN}, "widget": PlainSelect}
    return ChoiceFilter(label=label, empty_label=everything, choices=given, **kwargs)


def in_words(choices):
    """Choices that stand in code, as a function that gives them in the reader's language, looked up once for each."""

    @cache
    def of(_language):
        return [(value, str(label)) for value, label in choices]

    return lambda: of(get_language())


def order(orders, method=None):
    """The order of a list, by name → label; the queryset is asked by `in_order`, where no method is given."""
    return choice(_("Order"), None, [*orders.items()], method=method or asking("in_order"))


def words(label, asks="matching"):
    """A filter by words that a person types."""
    found = django_filters.CharFilter(
        label=label,
        method=asking(asks),
        max_length=LONGEST_SEARCH,
        validators=[ProhibitNullCharactersValidator(message=_("The text holds a character that cannot be searched."))],
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    found.is_free_text = True  # whatever a person types; core/parameters.py
    return found


NO_DAY = _("“%(value)s” is not a valid date such as 2020-07-07.")


class FilterDayField(PickedDayField):
    """A day in an address; the message names what was typed instead."""

    turned_around = _("The last day comes before the first; exchange the two.")

    def read(self, text):
        try:
            return super().read(text)
        except ValidationError:
            raise ValidationError(NO_DAY, "invalid", params={"value": text[:40]}) from None


class DayFilter(django_filters.Filter):
    field_class = FilterDayField


def day(label, asks):
    return DayFilter(label=label, method=asking(asks), help_text=_("a day such as 2020-07-07"))


def render_list(request, template, listing, rows, **more):
    """The page, which extends core/list_base.html; only its results when htmx asks, with the address of theirs.

    Going back in the history takes the whole page, so that filters and results never disagree.
    """
    facts = {"listing": listing, "rows": rows, **more}
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, template, facts)
    query = listing.query()
    results = render(request, template, facts | {"frame": "core/list_results.html"})
    return push_url(results, request.path + (f"?{query}" if query else ""))


def download_of(FilterSet, everything=None):  # noqa: N803 - it is a class
    """A decorator for the view of a list's files, which is given the list instead of the request.

    What cannot be understood is refused, and never left out as on the page: whoever asks for a part by a name or value
    that was mistyped would otherwise take the whole for it. `everything(request)` gives the rows of lists that are not
    the same for everybody.
    """

    def decorate(view):
        @require_safe
        @accepts_list(FilterSet, strict=True)
        @wraps(view)
        def answer(request, form, **kwargs):
            def asked():
                return FilterSet(request.GET, everything and everything(request), request=request)

            listing = asked()
            if listing.problems:
                return opendata.refuse(form, lambda: asked().problems)
            return view(listing, form, **kwargs)

        return answer

    return decorate


PER_PAGE = 20


def keys_of(page):
    """The keys of the rows of a Page; only they are sorted, so that it stays quick."""
    return list(page.object_list.values_list("pk", flat=True))


def page_of(rows, request, number=PER_PAGE):
    return Paginator(rows, number).get_page(request.GET.get("page"))
