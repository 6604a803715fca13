"""Finding things on a page by a plain CSS selector: tags, .class, #id, [name=value], :not(…), spaces, > and commas."""

import re

PART = re.compile(
    r"""(?P<tag>^[\w]+) | \.(?P<class>[\w-]+) | \#(?P<id>[\w-]+) |
        \[(?P<name>[\w-]+)(?:=(?P<value>[^\]]*))?\] | :not\((?P<without>[^)]+)\)""",
    re.VERBOSE,
)


def select(tree, selector):
    """The elements below `tree` that `selector` describes, in the order of the page."""
    return tree.xpath(" | ".join(f"({path(one.strip())})" for one in split(selector)))


def split(selector):
    return re.split(r",(?![^(]*\))", selector)


def path(selector):
    steps = re.split(r"\s*(>)\s*|\s+", selector)
    found, axis = ".", "//"
    for step in filter(None, steps):
        if step == ">":
            axis = "/"
        else:
            found, axis = f"{found}{axis}{compound(step)}", "//"
    return found


def compound(step):
    parts = list(PART.finditer(step))
    assert "".join(part[0] for part in parts) == step, f"{step} is more than this can read"
    tag = next((part["tag"] for part in parts if part["tag"]), "*")
    return tag + "".join(f"[{condition(part)}]" for part in parts if not part["tag"])


def condition(part):
    if part["class"]:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {part['class']} ')"
    if part["id"]:
        return f"@id='{part['id']}'"
    if part["without"]:
        return f"not({condition(PART.match(part['without']))})"
    value = (part["value"] or "").strip("'\"")
    return f"@{part['name']}='{value}'" if part["value"] is not None else f"@{part['name']}"
