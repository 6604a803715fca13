"""What only the staff's pages ask."""

from django import template

from pairs.todo import tasks

register = template.Library()


@register.simple_tag(takes_context=True)
def what_to_do(context):
    """What waits for the person who is looking."""
    return tasks(context["request"].user)
