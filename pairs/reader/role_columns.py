"""Lists with a column of supporters for each role, 牵头高校 beside 参与高校: read as one cell that names both."""

import re

from pairs.directory.name_matching import fold

from . import limits
from .cell_values import RECIPIENT, SUPPORTER, is_header, role
from .group_rows import role_key

TITLE = "支援高校"
_BRACKETS = re.compile(r"(.+)\((.+)\)")


def combined(rows, roles):
    """Numbered `rows` of printed cells, the columns of `roles` in the first of them and the others left empty."""
    keys = {role_key(name) for name in roles}
    for index, (number, titles) in enumerate(rows[: limits.MAX_ABOVE] if keys else ()):
        columns = {at: named for at, title in enumerate(titles) if (named := _role_in(title, keys))}
        above = rows[index - 1][1] if columns and index and is_header(rows[index - 1][1]) else []
        titles = [title or dict(enumerate(above)).get(at, "") for at, title in enumerate(titles)]
        if columns and RECIPIENT in map(role, titles):
            listed = [(number, titles), *rows[index + 1 :]]
            before = rows[: index - bool(above)]  # titles over the titles
            return [*before, *((number, _joined(cells, titles, columns)) for number, cells in listed)]
    return rows


def _role_in(title, keys):
    """The role of which `title` is the column: 牵头高校, 牵头支援高校, 支援高校（牵头）."""
    key = fold(title)
    if (within := _BRACKETS.fullmatch(key)) and role(within[1]) == SUPPORTER and role_key(within[2]) in keys:
        return role_key(within[2])
    if role_key(key) != key and role_key(key) in keys:
        return role_key(key)
    return next((name for name in keys if key.startswith(name) and role(key.removeprefix(name)) == SUPPORTER), None)


def _joined(cells, titles, columns):
    """`cells` with `牵头：甲；参与：乙、丙` in the first column of a role."""
    named = [(columns[at], cells[at]) for at in columns if at < len(cells) and cells[at]]
    plains = [at for at, title in enumerate(titles[: len(cells)]) if at not in columns and role(title) == SUPPORTER]
    if named and all(cells[at] == titles[at] for at in columns if at < len(cells)):
        text = TITLE
    else:
        text = "；".join([cells[at] for at in plains if cells[at]] + [f"{name}：{cell}" for name, cell in named])
    kept = ["" if at in columns or at in plains else cell for at, cell in enumerate(cells)]
    first = min(columns)
    return [*kept, *[""] * (first + 1 - len(kept))][:first] + [text] + kept[first + 1 :]
