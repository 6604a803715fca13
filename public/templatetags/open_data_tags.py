"""What the data page says of columns and filters."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def values(choices):
    """The values that a column or a filter may have, folded away under their number."""
    number = ngettext("%(number)s value", "%(number)s values", len(choices)) % {"number": len(choices)}
    items = format_html_join("\n", "<li><code>{}</code> {}</li>", choices)
    return format_html('<details><summary>{}</summary><ul class="values">{}</ul></details>', number, items)
