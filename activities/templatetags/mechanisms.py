from django import template

from activities.models import Mechanism

register = template.Library()


@register.inclusion_tag("activities/includes/cards.html")
def mechanism_cards():
    """The ways of helping, in their numbers' order."""
    return {"mechanisms": Mechanism.objects.all()}
