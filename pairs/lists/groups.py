"""Groups of supporters: several names in one cell are told apart, and each part in the group is one of the action's."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from pairs.reader import ListIssue, ListShape
from pairs.reader.group_rows import role_key

ROLE, SUPPORTER, RECIPIENT = "支援高校角色", "支援高校", "受援高校"
HARD, SOFT = "、，,;；/／|｜", "和"  # a name holds 和 more often than a comma
MOST_CUTS = 60
MOST_JOINED = 8  # pieces between separators that may be one name
NEAREST = 4  # characters of the shortest name that may be a slip of a known one
BEHIND = re.compile(r"(.+?)\s*[(（\[【]([^()（）\[\]【】]{1,20})[)）\]】]")
BEFORE = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,20})[)）\]】]\s*(.+)")
COLON = re.compile(r"([^:：]{1,20})[:：](.+)")
NAME_ENDS = re.compile("(?:大学|学院|学校|校区)(?:[(（][^()（）]*[)）])?")
NEVER = float("inf")


class Roles:
    """The roles of an action, by their names in both languages."""

    def __init__(self, action):
        self.all = list(action.roles.all())
        self.by_pk = {role.pk: role for role in self.all}
        self.by_key = {role_key(name): role for role in self.all for name in (role.name_en, role.name) if name}

    def named(self, text):
        """The role that `text` names; None where it names none."""
        return self.by_key.get(role_key(text))


def shape_of(action):
    """What the reader has to know of the rules of `action`."""
    names = [name for role in action.roles.all() for name in (role.name, role.name_en) if name]
    return ListShape(action.several_supporters, tuple(names))


class Supporters:
    """Tells the supporters of a cell apart: by the names that are known, never by punctuation alone."""

    def __init__(self, names, roles):
        self.names, self.roles = names, roles

    def are_single(self, row):
        """Whether both names of a row are known as they stand, as in nearly every row."""
        return self.names.bearers(row.supporter) and self.names.bearers(row.recipient)

    def of(self, text):
        """(name, role as printed) of each supporter in `text`; of the whole where its parts are no names."""
        if self.names.bearers(text):
            return [(text, "")]
        parts = [part for part in self._parts(text) if part] or [text]
        parts = self._run_together(text) if len(parts) < 2 else parts
        unknown = [self.parsed(part)[0] for part in parts if not self.known(part)]
        if len(parts) > 1 and any(len(name) < NEAREST or not self.names.similar(name) for name in unknown):
            parts = [text]
        return [*self._with_roles(parts)]

    def _with_roles(self, parts):
        """Each part with its role; one before a colon holds until the next."""
        running = ""
        for part in parts:
            before = COLON.fullmatch(part)
            if before and self.roles.named(before[1]):
                running, part = before[1], before[2]
            name, role = self.parsed(part)
            yield name, role or running

    def parsed(self, part):
        """(name, role as printed) of one supporter; brackets that belong to the name stay with it."""
        part = part.strip()
        if self.names.bearers(part):
            return part, ""
        before = COLON.fullmatch(part)
        if before and self.roles.named(before[1]):
            return self.parsed(before[2])[0], before[1]
        for match, name, role in ((BEHIND.fullmatch(part), 1, 2), (BEFORE.fullmatch(part), 2, 1)):
            if match and (self.names.bearers(match[name]) or self.roles.named(match[role])):
                return match[name], match[role]
        return part, ""

    def known(self, part):
        return bool(self.names.bearers(self.parsed(part)[0]))

    def _parts(self, text):
        """`text` cut where that leaves the fewest characters without a known name."""
        cuts = list(_cuts(text))
        if not 0 < len(cuts) <= MOST_CUTS:
            return [text]
        bounds = [-1, *cuts, len(text)]
        best = [((0, 0), ())]
        for end in range(1, len(bounds)):
            ways = []
            for start in range(max(end - MOST_JOINED, 0), end):
                (lost, number), parts = best[start]
                part = text[bounds[start] + 1 : bounds[end]].strip()
                soft = SOFT in (text[max(bounds[start], 0)], text[bounds[end] : bounds[end] + 1])
                ways.append(((lost + self._lost(part, soft), number + bool(part)), (*parts, part)))
            best.append(min(ways, key=lambda way: way[0]))
        return best[-1][1]

    def _run_together(self, text):
        """The names of a cell that has them line below line, which leaves nothing between them; all must be known."""
        ends = [match.end() for match in NAME_ENDS.finditer(text)][:MOST_CUTS]
        ways = {0: []}
        for end in ends:
            for start in sorted(ways):
                if start < end and self.known(text[start:end]):
                    ways.setdefault(end, [*ways[start], text[start:end]])
        return ways.get(len(text)) or [text]

    def _lost(self, part, soft):
        """How many characters of `part` are no known name; 和 divides known names only."""
        if part and self.known(part):
            return 0
        return NEVER if soft else len(part)


def _cuts(text):
    """Where separators stand outside of brackets."""
    depth = 0
    for at, mark in enumerate(text):
        depth += (mark in "(（[【") - (mark in ")）]】")
        if not depth and mark in HARD + SOFT:
            yield at


class Spreading:
    """The rows of a reading, one for each supporter, each with a role of the action; `faults` are what is wrong."""

    def __init__(self, names, action, roles):
        self.several, self.roles = action.several_supporters, roles
        self.supporters = Supporters(names, roles)
        self.faults, self.ignored = [], []

    def rows(self, rows):
        for row in rows:
            yield from self._spread(row)

    def warnings(self):
        """What is left out because the action knows no roles."""
        if self.ignored:
            message = _("This action has no roles; what the list says of them will not be imported.")
            yield ListIssue("role_ignored", message, self.ignored[0].row, ROLE, self.ignored[0].role)

    def _spread(self, row):
        if not row.role and self.supporters.are_single(row):
            yield row
            return
        if not row.filled:
            self._check_recipient(row)
        found = self.supporters.of(row.supporter)
        if not self.several and len(found) > 1:
            self._refuse_names(row, SUPPORTER, row.supporter, found)
            found = [(row.supporter, "")]
        elif not (self.several or self.roles.all):
            found = [(row.supporter, "")]
        if len(found) > 1:
            row = replace(row, supporter_code="")
        for (name, beside), stated in zip(found, _each(row.role, len(found)), strict=True):
            yield replace(row, supporter=name, role=self._role(row, beside, stated))

    def _check_recipient(self, row):
        if len(found := self.supporters.of(row.recipient)) > 1 and all(map(self.supporters.known, dict(found))):
            self._refuse_names(row, RECIPIENT, row.recipient, found)

    def _refuse_names(self, row, column, value, found):
        message = _("The cell names several universities: %(names)s. Give each of them a row of its own.")
        if column == SUPPORTER:
            message = _(
                "The cell names several universities: %(names)s. In this action a recipient has one supporter; "
                "leave one, or change the rule of the action."
            )
        facts = {"names": _(", ").join(dict(found))}
        self.faults.append(ListIssue("several_names", message % facts, row.row, column, value))

    def _role(self, row, beside, stated):
        """The name of the role that cell or column state; empty where they state none that is known."""
        named = {self.roles.named(text) for text in (beside, stated) if text}
        if len(named) > 1 and None not in named:
            message = _("Beside the name stands “%(beside)s”, in the column “%(stated)s”. Correct one of the two.")
            self._fault("roles_differ", message % {"beside": beside, "stated": stated}, row, stated)
        elif None in named:
            unknown = next(text for text in (beside, stated) if text and not self.roles.named(text))
            self._refuse_role(row, unknown)
        return named.pop().name if len(named) == 1 and None not in named else ""

    def _refuse_role(self, row, text):
        if self.roles.all:
            message = _("“%(role)s” is no role of this action; its roles are: %(known)s. Correct it, or remove it.")
        elif self.several:
            message = _("This action has no roles, so “%(role)s” cannot be kept. Add it to the action, or remove it.")
        else:
            return self.ignored.append(row)
        known = _(", ").join(role.name for role in self.roles.all)
        self._fault("unknown_role", message % {"role": text, "known": known}, row, text)

    def _fault(self, code, message, row, value):
        self.faults.append(ListIssue(code, message, row.row, ROLE, value))


def _each(stated, number):
    """What a cell with roles states of each of `number` supporters."""
    parts = [part.strip() for part in re.split("[、，,;；/／|｜]", stated)]
    return parts if len(parts) == number else [stated] * number
