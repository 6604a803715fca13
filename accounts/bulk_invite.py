"""A list of people to invite: CSV or cells pasted from a spreadsheet in, invitations and findings out."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models.invitation import Invitation
from accounts.models.post import PLACES, Role
from opendata import unescape
from pairs.directory.name_index import KnownNames
from pairs.directory.provinces import OFFICIAL_NAMES, Province
from pairs.reader import ListIssue
from pairs.reader.detect import decoded
from pairs.reader.limits import RefusedError

MOST_ROWS = 500
MOST_COLUMNS = 20  # that nobody reads, told of one by one; a list has six
MOST_BYTES = 512 * 1024
COLUMNS = {"name": "姓名", "email": "邮箱", "place": "高校标识码或校名", "role": "角色"}
COLUMNS |= {"since": "开始日期", "until": "结束日期"}
TITLES = {
    "name": {"姓名", "名字", "name"},
    "email": {"邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail"},
    "place": {
        *("高校标识码或校名", "高校标识码", "学校标识码", "标识码", "校名", "高校", "学校", "省份", "单位"),
        *("university", "province"),
    },
    "role": {"角色", "任职", "role"},
    "since": {"开始日期", "开始", "起", "起始", "起始日期", "since", "from", "start"},
    "until": {"结束日期", "结束", "止", "截止", "截止日期", "until", "to", "end"},
}
# What lists call a role beside its label; errors name the first of these.
ROLES = {
    "coordinator": ("联络员",),
    "officer": ("省级工作人员", "省级教育行政部门工作人员"),
    "inspector": ("督导人员", "督导"),
    "editor": ("业务管理员", "编辑"),
}
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")


@dataclass
class People:
    """What a list would do: invitations not yet made, each with its row, and everything that is wrong."""

    text: str = ""
    invitations: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def text_of(data):
    """The text of an uploaded file; ValidationError when it is too big or in an unknown encoding."""
    if len(data) > MOST_BYTES:
        raise ValidationError(_("The list is bigger than 512 KB. Save only the list as CSV in a file of its own."))
    if data.startswith(b"PK\x03\x04"):
        raise ValidationError(_("Save the Excel sheet as CSV, or copy its cells and paste them below."))
    try:
        return decoded(data)[0]
    except RefusedError as refused:
        raise ValidationError(str(refused.finding.message)) from refused


def read(text, by):
    """The people in `text`, whose first row has the titles; all errors at once, each with row, column and remedy."""
    people = People(text)
    try:
        rows = rows_of(text)
    except csv.Error:
        message = _("A cell is longer than %(most)s characters; a quotation mark may stand at its beginning only.")
        people.errors.append(ListIssue("cell", message % {"most": csv.field_size_limit()}))
        return people
    titles = [column_of(title) for title in rows[0]] if rows else []
    people.errors += islice(unknown_columns(rows, titles), MOST_COLUMNS)
    if missing := [COLUMNS[name] for name in ("email", "role") if name not in titles]:
        message = _("The first row needs the titles %(titles)s; missing: %(missing)s.")
        people.errors.append(ListIssue("titles", message % {"titles": all_titles(), "missing": "、".join(missing)}, 1))
    elif len(rows) > MOST_ROWS + 1:
        people.errors.append(
            ListIssue("rows", _("At most %(most)s people at once; split the list.") % {"most": MOST_ROWS})
        )
    else:
        _take(people, rows, titles, by)
    return people


def rows_of(text):
    """The cells of the rows that are not empty, whichever way lines end; csv.Error for a cell beyond all bounds."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)]


def column_of(title):
    plain = title.strip().lower()
    return next((name for name, known in TITLES.items() if plain in known), None)


def all_titles():
    return "、".join(COLUMNS.values())


def unknown_columns(rows, titles):
    """A ListIssue for each column with something in it that has a title nobody reads: a last day must not be lost."""
    message = _("This column is not read. Call it one of %(titles)s, or leave it out.") % {"titles": all_titles()}
    for at, title in enumerate(rows[0] if rows else []):
        if title.strip() and titles[at] is None and any(cells[at].strip() for cells in rows[1:] if len(cells) > at):
            yield ListIssue("unknown_column", message, 1, title.strip())


def _take(people, rows, titles, by):
    names, seen = KnownNames(), {}
    for number, cells in enumerate(rows[1:], 2):
        row = {name: unescape(cell.strip()) for name, cell in zip(titles, cells, strict=False) if name}
        form = InvitedRow(row, names=names, by=by)
        for name, messages in form.errors.items():
            place = number, COLUMNS.get(name), row.get(name, "")
            people.errors += [ListIssue(name, message, *place) for message in messages]
        if not form.is_valid():
            continue
        made = form.invitation
        if (first := seen.setdefault((made.email, *made.facts.values()), number)) != number:
            message = _("The same post for the same address is already in row %(row)s; remove one.")
            people.errors.append(ListIssue("twice", message % {"row": first}, number, COLUMNS["email"], made.email))
            continue
        people.invitations.append(made)
    if len(rows) == 1:
        people.errors.append(ListIssue("empty", _("There is nobody below the titles."), 2))


class DayCell(forms.CharField):
    """A day as lists write it; None for an empty cell."""

    def to_python(self, value):
        text = super().to_python(value)
        found = DAY.fullmatch(text)
        try:
            return date(*map(int, found.groups())) if text else None
        except (AttributeError, ValueError):
            raise ValidationError(_("Write the day like 2026-03-01.")) from None


class InvitedRow(forms.Form):
    """One row of the list on its way to an `invitation` by an editor; `names` are those of all universities."""

    role = forms.CharField(required=False)
    since = DayCell(required=False)
    until = DayCell(required=False)
    place = forms.CharField(required=False)
    email = forms.EmailField(error_messages={"required": validate_email.message})
    name = forms.CharField(required=False)

    def __init__(self, cells, *, names, by):
        super().__init__(cells)
        self.names, self.by = names, by

    def clean_role(self):
        """The role by its Chinese or English name; an error names them all."""
        names = {role.value: (*ROLES.get(role, ()), str(role.label), role.value) for role in Role}
        typed = self.cleaned_data["role"].lower()
        for role, words in names.items():
            if typed in (word.lower() for word in words):
                return role
        known = _(", ").join(words[0] for words in names.values())
        raise ValidationError(_("Write one of the roles: %(roles)s.") % {"roles": known})

    def clean_place(self):
        """The university of a coordinator or the province of an officer, from the one column for both."""
        role, typed = self.cleaned_data.get("role"), self.cleaned_data["place"]
        place = PLACES.get(role, "")
        if place == "university":
            return {"university_id": university_of(self.names, typed)}
        if place == "province":
            return {"province": province_of(typed)}
        if role and typed:
            raise ValidationError(_("Posts at the ministry have no university and no province; leave it empty."))
        return {}

    def clean(self):
        facts = self.cleaned_data
        if self.errors:
            return
        words = {"email": facts["email"].lower(), "name": facts["name"], "role": facts["role"], "invited_by": self.by}
        days = {name: facts[name] for name in ("since", "until") if facts[name]}
        self.invitation = Invitation(**words, **days, **facts["place"])
        try:
            self.invitation.full_clean(exclude=["token_hash", "seed", "invited_at", "expires_at"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else "email", messages)


def province_of(typed):
    """The code of a province by its code, its name or a beginning of it, in Chinese or English."""
    official = (code for name, code in OFFICIAL_NAMES.items() if len(typed) > 1 and name.startswith(typed))
    with override("en"):
        english = {str(label).lower(): code for code, label in Province.choices}
    found = typed if typed in Province.values else next(official, None) or english.get(typed.lower())
    if not found:
        raise ValidationError(_("Write the province by its name, for example 江苏."))
    return found


def bearers(names, typed):
    """The universities with this code, or else with this name."""
    coded = names.coded(typed)
    return [coded] if coded else names.bearers(typed)


def university_of(names, typed):
    """The key of the one university that bears the code or the name; errors suggest what may be meant."""
    found = bearers(names, typed)
    if len(found) == 1:
        return found[0].pk
    if found:
        raise ValidationError(_("Several universities bear this name; write the code (高校标识码) instead."))
    if similar := names.similar(typed) if typed else []:
        message = _("No university has this code or name. Similar names: %(similar)s.")
        raise ValidationError(message % {"similar": "、".join(similar)})
    raise ValidationError(
        _("No university has this code or name; write the ten-digit code (高校标识码) or the full name.")
    )


@transaction.atomic
def invite_all(people, by):
    """Make the invitations of a list without errors: all of them, or none with a ValidationError."""
    return [
        Invitation.objects.invite(by, made.email, made.name, since=made.since, until=made.until, **made.facts)
        for made in people.invitations
    ]
