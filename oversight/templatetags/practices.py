"""What other pages tell of good practice."""

from django import template

from oversight.practices.models.practice import Practice
from oversight.practices.tables import datasets

register = template.Library()

SHOWN = 5


@register.inclusion_tag("oversight/practices/includes/practices.html")
def practices_of(mechanism):
    """The published practices under a mechanism; nothing while there are none."""
    found = Practice.objects.published().of_mechanism(mechanism)
    return {"practices": found.for_rows().by_mechanism()[:SHOWN], "number": found.count(), "mechanism": mechanism}


@register.simple_tag
def practice_datasets():
    """The table of good practice, for the data page."""
    return datasets()
