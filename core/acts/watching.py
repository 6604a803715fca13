"""Rows that are compared before and after."""

from . import columns
from .relations import owner


class Watch:
    """The rows of one queryset as they were; `changes()` says what became of them."""

    def __init__(self, queryset):
        self.queryset, self.model = queryset, queryset.model
        self.before = columns.stored(self.model, queryset.all())
        self.texts = self._named() if self.before else {}

    def changes(self):
        """Yield the facts of an ActRow for each row that was created, changed or deleted."""
        now = columns.stored(self.model, self.queryset.all())
        now |= columns.stored_by_key(self.model, self.before.keys() - now.keys())
        self._name(now.keys() - self.before.keys())
        for key in sorted(self.before.keys() | now.keys()):
            if facts := self._compared(self.before.get(key), now.get(key)):
                yield {"model": self.model._meta.label_lower, "object_pk": key, "text": self.texts[key], **facts}

    def _name(self, keys):
        if keys:
            self.texts |= self._named()

    def _named(self):
        """What each row is called; one without a page of its own with the record to which it belongs."""
        if not (field := owner(self.model)):
            return {row.pk: str(row)[:300] for row in self.queryset.all()}
        rows = self.queryset.select_related(field.name)
        return {row.pk: f"{getattr(row, field.name)} · {row}"[:300] for row in rows}

    def _compared(self, before, after):
        if before is None:
            return {"kind": "created", "after": after}
        if after is None:
            return {"kind": "deleted", "before": before}
        if names := columns.differing(self.model, before, after):
            names = columns.with_companions(self.model, names)
            changed = {"before": {name: before[name] for name in names}, "after": {name: after[name] for name in names}}
            return {"kind": "changed", **changed}
        return None
