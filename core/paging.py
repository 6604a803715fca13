"""Pages of long lists that need not be counted, or sorted, as a whole."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import Left


class SparingPaginator(Paginator):
    """Counts nothing where the first page, which is read in any case, holds all that there is; its rows are a list."""

    def page(self, number):
        if number not in (1, "1") or "count" in vars(self):
            return super().page(number)
        rows = [*self.object_list[: self.per_page + 1]]
        if len(rows) <= self.per_page:
            self.count = len(rows)
        return self._get_page(rows[: self.per_page], 1, self)


@dataclass(frozen=True)
class Grouping:
    """What the rows of a list stand together by: a field, which its order begins with, or the first digits of one."""

    field: str
    digits: int = 0

    def numbers(self, rows):
        """How many of the rows each group has, by the group, in the order in which the groups stand."""
        order = ["group"] if self.digits else [by for by in rows.query.order_by if self._leads(by)]
        rows = rows.annotate(group=Left(self.field, self.digits) if self.digits else models.F(self.field))
        return dict(rows.order_by(*order).values_list("group").annotate(models.Count("pk")))

    def _leads(self, by):
        """Whether one term of an order tells the groups apart, and not the rows of a group."""
        name = by if isinstance(by, str) else by.expression.name
        return name.startswith(self.field)

    def only(self, rows, groups):
        """Those rows that stand in `groups`, which follow each other."""
        known = [group for group in groups if group is not None]
        held = models.Q(**{f"{self.field}__in": known})
        if self.digits and known:
            held = models.Q(**{f"{self.field}__range": (min(known), f"{max(known):9<30}")})
        return rows.filter(held if len(known) == len(groups) else held | models.Q(**{f"{self.field}__isnull": True}))


class GroupedPaginator(Paginator):
    """The pages of rows that stand group by group, so many of each: only the groups of a page are sorted."""

    def __init__(self, rows, per_page, grouping, numbers):
        super().__init__(rows, per_page)
        self.grouping, self.numbers, self.count = grouping, numbers, sum(numbers.values())

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        shown, before, end = [], 0, 0
        for group, rows in self.numbers.items():
            end += rows
            if end <= first:
                before = end
            elif end - rows < first + self.per_page:
                shown.append(group)
        rows = self.object_list
        if len(shown) < len(self.numbers):
            rows = self.grouping.only(rows, shown)
        elif not shown:
            rows = rows.none()
        keys = rows.values("pk")[first - before :][: self.per_page]  # what is passed over, an index alone tells
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)
