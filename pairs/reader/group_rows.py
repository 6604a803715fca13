"""Lists of groups: the recipient stands once, and its supporters in the rows below or one after another."""

import re

from pairs.directory.name_matching import fold

from .cell_values import is_school, serial_number

DITTO = ("同上", "同前", "〃", "″", '"')
SEPARATORS = re.compile("[、，,;；/／|｜和]")
_KIND = re.compile("(?:高校|院校|学校|单位|方|校)$")


def role_key(text):
    """The key by which a role is known: 牵头, 牵头高校 and 牵头单位 are one."""
    key = fold(text)
    return _KIND.sub("", key) or key


class GroupRows:
    """Completes rows from the one above. `pasted`: the cells of merged ones below may be missing altogether."""

    def __init__(self, serial, recipient, supporter, width, pasted):
        self.serial, self.recipient, self.supporter = serial, recipient, supporter
        self.width, self.pasted = width, pasted
        self.above = None

    def end(self):
        """What follows belongs to nothing above: a heading came between."""
        self.above = None

    def complete(self, cells):
        """(cells, whether the recipient stands above) of the rows that `cells` stand for."""
        rows = [cells]
        if self.pasted and self.recipient < self.supporter:
            rows = self._beside(cells)
        return [self._filled(row) for row in rows]

    def _beside(self, cells):
        """Text copied from merged cells: a row begins with its supporter, or more of them follow the last column."""
        schools = cells[self.width :]
        if self.above and len(cells) <= self.supporter and is_school(cells[0]):
            return [[""] * self.supporter + cells]
        if schools and self.supporter == self.width - 1 and all(map(is_school, schools)):
            return [cells[: self.width], *([""] * self.supporter + [school] for school in schools)]
        return [cells]

    def _filled(self, cells):
        cells = cells + [""] * (1 + max(self.recipient, self.supporter, self.serial or 0) - len(cells))
        serial, recipient = self._serial(cells), cells[self.recipient]
        filled = False
        if self.above and recipient in ("", *DITTO) and cells[self.supporter] and serial in ("", self.above[0]):
            cells[self.recipient], recipient, filled = self.above[1], self.above[1], True
        if self.above and self.serial is not None and not serial and recipient and recipient == self.above[1]:
            cells[self.serial] = serial = self.above[0]
        if recipient:
            self.above = serial, recipient
        return cells, filled

    def _serial(self, cells):
        text = "" if self.serial is None else cells[self.serial]
        number = serial_number(text)
        return text if number is None else str(number)
