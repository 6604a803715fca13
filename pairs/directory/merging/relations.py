"""What refers to a university, read from the models, so that nothing that is added later is forgotten."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from simple_history.utils import bulk_update_with_history

from pairs.directory.models.university import University, UniversityName


@dataclass(frozen=True)
class Relation:
    """A column that refers to universities."""

    field: models.ForeignKey

    @property
    def model(self):
        return self.field.model

    @property
    def name(self):
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def stays(self):
        """Whether its rows say something of one record only, and stay with it."""
        return getattr(self.model, "stays_with_record", False)

    @property
    def moves(self):
        """Whether its rows follow as they are; names are put together."""
        return not self.stays and self.model is not UniversityName

    @property
    def label(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        other = self.field.name != University._meta.model_name
        return f"{plural} · {self.field.verbose_name}" if other else plural

    def rows(self, *universities):
        """The rows that refer to one of these universities."""
        return self.model._base_manager.filter(**{f"{self.field.name}__in": universities}).order_by("pk")

    def faults(self, row, university):
        """What the rules of the model would hold against `row` if it referred to `university`, and now do not."""
        now = breaches(row)
        setattr(row, self.field.name, university)
        return [message for message in breaches(row) if message not in now]

    def move(self, rows, university, by, reason):
        """Let `rows` refer to `university`, with history."""
        for row in rows:
            setattr(row, self.field.name, university)
        if hasattr(self.model, "history"):
            told = {"default_user": by, "default_change_reason": reason}
            bulk_update_with_history(rows, self.model, [self.field.name], manager=self.model._base_manager, **told)
        else:
            self.model._base_manager.bulk_update(rows, [self.field.name])


def breaches(row):
    """Every rule of its model that a row breaks."""
    found = []
    for check in (row.clean, row.validate_unique, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            found += error.messages
    return found


def relations():
    """Every column that refers to universities; history keeps its own copies, which stay as they were."""
    found = University._meta.get_fields(include_hidden=True)
    fields = [
        one.field for one in found if one.auto_created and not one.concrete and isinstance(one, models.ManyToOneRel)
    ]
    return [Relation(field) for field in fields if not hasattr(field.model, "instance_type")]
