"""Rows that are compared before and after."""

from . import columns


class Watch:
    """The rows of one queryset as they were; `changes()` says what became of them."""

    def __init__(self, queryset):
        self.queryset, self.model = queryset, queryset.model
        self.before = columns.stored(self.model, queryset.all())
        self.texts = {row.pk: str(row)[:300] for row in queryset.all()} if self.before else {}

    def changes(self):
        """Yield the facts of an ActRow for each row that was created, changed or deleted."""
        now = columns.stored(self.model, self.queryset.all())
        now |= columns.stored_by_key(self.model, self.before.keys() - now.keys())
        self._name(now.keys() - self.before.keys())
        for key in sorted(self.before.keys() | now.keys()):
            if facts := self._compared(self.before.get(key), now.get(key)):
                yield {"model": self.model._meta.label_lower, "object_pk": key, "text": self.texts[key], **facts}

    def _name(self, keys):
        for row in self.queryset.all() if keys else ():
            if row.pk in keys:
                self.texts[row.pk] = str(row)[:300]

    def _compared(self, before, after):
        if before is None:
            return {"kind": "created", "after": after}
        if after is None:
            return {"kind": "deleted", "before": before}
        if names := columns.differing(self.model, before, after):
            changed = {"before": {name: before[name] for name in names}, "after": {name: after[name] for name in names}}
            return {"kind": "changed", **changed}
        return None
