"""Where an entry stands, as the reader of the page is told it."""

from django import template

from activities import progress

register = template.Library()


@register.inclusion_tag("desk/includes/state.html", takes_context=True)
def state(context, activity):
    """The state of an entry in a word, with its sign."""
    return {"state": progress.state_of(activity, context["request"].user)}


@register.filter
def next_words(activity):
    """Who does what next."""
    return progress.next_words(activity)


@register.filter
def agreement_words(draft):
    return progress.agreement_words(draft)
