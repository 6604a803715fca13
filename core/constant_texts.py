"""Django's `i18n` tags, with what depends on the language alone translated once a language and not once a row.

`{% translate "…" %}` and `{% blocktranslate %}` without variables are most of the tags of a page; Django looks each of
them up, escapes and joins it anew in every row. Named in TEMPLATES as the library `i18n`.
"""

from django.template import Library, Node
from django.template.base import TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags, register.filters = {**i18n.register.tags}, i18n.register.filters


class ConstantText(Node):
    """A tag that says the same wherever it stands, but for the language."""

    def __init__(self, node):
        self.node, self.asvar, self.texts = node, node.asvar, {}
        node.asvar = None

    def render(self, context):
        language = get_language()
        if (text := self.texts.get(language)) is None:
            text = self.texts[language] = self.node.render(context)
        if not self.asvar:
            return text
        context[self.asvar] = text
        return ""


def is_constant(expression):
    """Whether an expression of a template is a text and nothing else."""
    return not expression.filters and getattr(expression.var, "literal", expression.var) is not None


@register.tag("trans")
@register.tag("translate")
def translate(parser, token):
    node = i18n.do_translate(parser, token)
    parts = [node.filter_expression, *filter(None, [node.message_context])]
    return ConstantText(node) if all(map(is_constant, parts)) else node


@register.tag("blocktrans")
@register.tag("blocktranslate")
def block_translate(parser, token):
    node = i18n.do_block_translate(parser, token)
    tells = node.plural or any(each.token_type == TokenType.VAR for each in node.singular)
    return node if tells or node.message_context else ConstantText(node)
