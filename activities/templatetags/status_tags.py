"""Where an entry stands, as the reader of the page is told it."""

from django import template

from activities.activities import status_texts

register = template.Library()


@register.inclusion_tag("activities/activities/desk/includes/state.html", takes_context=True)
def state(context, activity):
    """The state of an entry in a word, with its sign."""
    return {"state": status_texts.state_of(activity, context["request"].user)}


@register.filter
def next_words(activity):
    """Who does what next."""
    return status_texts.next_words(activity)


@register.filter
def agreement_words(draft):
    return status_texts.agreement_words(draft)
