from django import template

from activities.catalogue.models.mechanism import Mechanism
from pairs.pairs.passages import holding, in_batches

register = template.Library()


@register.inclusion_tag("activities/catalogue/includes/mechanism_cards.html")
def mechanism_cards():
    """The ways of helping, in their numbers' order."""
    return {"mechanisms": Mechanism.objects.all()}


@register.inclusion_tag("activities/catalogue/includes/passages.html")
def passages(asked):
    """Where the texts on batches and mechanisms hold the words of a search."""
    texts = (
        (one, text) for one in Mechanism.objects.all() for text in (one.local_name, one.local_summary, *one.points)
    )
    return {"batches": in_batches(asked), "mechanisms": holding(texts, asked)}
