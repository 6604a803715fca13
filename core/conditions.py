"""What must hold of a row's own columns, asked of the database in one question where a model has several conditions."""

from functools import reduce
from operator import and_

from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS, models


class AllConditions:
    """The conditions (CheckConstraint) of a model as one; each is asked alone, for its words, only where one fails."""

    def __init__(self, rules):
        self.rules = rules

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        """ValidationError with the words of each that does not hold; those about `exclude`d columns are left out."""
        if not self.hold(instance._get_field_expression_map(model._meta, exclude), using):
            self.validate_each(model, instance, exclude, using)

    def hold(self, columns, using):
        try:
            return reduce(and_, (models.Q(rule.condition) for rule in self.rules)).check(columns, using)
        except FieldError:  # one of them is about a column that is left out
            return False

    def validate_each(self, *asked):
        errors = {}
        for rule in self.rules:
            try:
                rule.validate(*asked)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


def gathered(rules):
    """Constraints of a model, with AllConditions in place of its conditions."""
    conditions = [rule for rule in rules if isinstance(rule, models.CheckConstraint)]
    others = [rule for rule in rules if rule not in conditions]
    return [AllConditions(conditions), *others] if conditions else others
