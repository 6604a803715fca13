"""Facts for machines in the head of a page, as JSON-LD; the browser runs nothing of it."""

import json

from django.utils.safestring import mark_safe

# What could end the element or begin another; JSON reads the escapes as the signs themselves.
UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(facts):
    """Return `facts` as an element of the page."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in UNSAFE.items():  # a text in Chinese is translated sign by sign, which is slow
        text = text.replace(sign, escape)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
