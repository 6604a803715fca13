"""The tags of translations say what Django's own say, in the language of each page."""

import pytest
from django.template import Context, Engine
from django.utils.translation import override

LIBRARIES = ("core.constant_texts", "django.templatetags.i18n")
TEXTS = [
    '{% translate "Recipient" %}',
    '{% translate "Pairs" context "navigation" %}',
    '{% translate "Recipient" noop %}',
    '{% translate "Recipient" as word %}<{{ word }}>',
    '{% translate "Recipient"|upper %}',
    "{% translate named %}",
    '{% translate "100%% of <b>" %}',
    "{% blocktranslate trimmed %}\n  Main\n{% endblocktranslate %}",
    "{% blocktranslate asvar word %}Main{% endblocktranslate %}[{{ word }}]",
    '{% blocktranslate context "navigation" %}Pairs{% endblocktranslate %}',
    "{% blocktranslate %}Contact: {{ contact }}{% endblocktranslate %}",
    "{% blocktranslate count n=rows %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_tag_says_what_django_says(text):
    ours, stock = (Engine(libraries={"i18n": one}).from_string("{% load i18n %}" + text) for one in LIBRARIES)
    for facts in ({"named": "Recipient", "contact": "<a>", "rows": 1}, {"named": "Main", "contact": "b", "rows": 2}):
        for language in ("zh-hans", "en", "zh-hans"):
            with override(language):
                assert ours.render(Context(facts)) == stock.render(Context(facts))
