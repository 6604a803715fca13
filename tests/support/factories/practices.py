"""Short words for what tests of good practice do over and over."""

from oversight.practices import workflow as practices

RAW = "原文：每周三联合值班"
EDITED = {
    "title": "联合值班",
    "title_en": "Joint office hours",
    "text": "两校老师每周三晚联合值班。\n\n毕业生在线排队。",
    "text_en": "Advisers of both universities hold office hours together.\n\nGraduates queue online.",
    "slug": "joint-hours",
}


def proposed(by, world, pair=None, **values):
    facts = {"raw_title": "联合值班（原题）", "raw_text": RAW, "mechanism": world.guidance} | values
    return practices.propose(by, pair or world.pair, **facts)


def published(by, editor, world, **values):
    """Proposed by `by`, edited and published by `editor`."""
    edited = EDITED | {field: values.pop(field) for field in list(values) if field in EDITED}
    return practices.publish(practices.edit(proposed(by, world, **values), editor, None, edited), editor)
