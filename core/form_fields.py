"""Days, times, figures and files as people give them, and what to do when they cannot be understood."""

import datetime
import re
import unicodedata
from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.file_content import MAX_FILE, MAX_FILES, TYPES, Upload, scanner
from core.numbers import MAX_FIGURE, whole_number

SEPARATORS = r"(?:[-/.]|\s+)"
NUMBERED = re.compile(rf"(\d{{4}})\s*{SEPARATORS}\s*(\d{{1,2}})\s*{SEPARATORS}\s*(\d{{1,2}})")
CHINESE_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-/]\s*(\d{1,2})")
CHINESE_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
ENGLISH_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y")
CLOCK = re.compile(r"(上午|下午|晚上|中午)?\s*(\d{1,2})\s*(?:[:点时]\s*(\d{1,2})?)\s*分?\s*(am|pm)?", re.IGNORECASE)
LONGEST = 100
GROUPED = re.compile(r"\d{1,3}(?:[,'_\s]\d{3})+|\d+")


def folded(text):
    """`text` with full-width digits and signs made narrow, without space around it."""
    return unicodedata.normalize("NFKC", text or "").strip()


class LineField(forms.CharField):
    """Text whose line ends are one character each, as it is counted and stored."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def column_field(attribute, label, hint=None, *, rows=0, lang="", **options):
    """Return the field for a column of text, as in `column_field(Batch.note, …)`, with several `rows` where given.

    Limit, hint and whether it has to be filled in are those of the column, unless said otherwise.
    """
    column = attribute.field
    limit = min(check.limit_value for check in column.validators if isinstance(check, MaxLengthValidator))
    if rows:
        options["widget"] = forms.Textarea({"rows": rows} | ({"lang": lang} if lang else {}))
    options = {"required": not column.blank, "max_length": limit} | options
    return LineField(label=label, help_text=column.help_text if hint is None else hint, **options)


class PlainSelect(forms.Select):
    """A select as Django's templates write it, without rendering three of them for each option."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = [
            (escape(str(key)), " selected" if str(key) in chosen else "", escape(str(label)))
            for key, label in self.choices
        ]
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            mark_safe(
                "\n".join([f'<option value="{key}"{selected}>{label}</option>' for key, selected, label in options])
            ),
        )


class TypedField(forms.Field):
    """One line of text that stands for something else; what was typed is shown again as it was."""

    widget = forms.TextInput

    def __init__(self, *, label="", help_text="", required=False, widget=None, missing="", **attrs):
        """`missing` is what is said where nothing was typed, if that is refused."""
        super().__init__(required=required, label=label, help_text=help_text, widget=widget)
        self.missing = missing
        self.widget.attrs.update({"autocomplete": "off", **attrs})

    def to_python(self, value):
        """What `read` makes of the text, cut where nothing sensible is that long; None for nothing."""
        text = folded(value)[:LONGEST]
        return self.read(text) if text else None

    def clean(self, value):
        found = super().clean(value)
        if found is None and self.missing:
            raise ValidationError(self.missing, "required")
        return found


class CalendarInput(forms.TextInput):
    """A typed day beside which the browser offers its calendar, where it has one; `shortcuts` are days to be ticked.

    Ticking works without a script; what is typed is shown again as it was, and what was ticked as a typed day.
    """

    shortcuts = ()  # (label, day)

    def value_from_datadict(self, data, files, name):
        return data.get(name) or data.get(ticked_name(name))

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, {**attrs, "data-calendar": gettext("Pick a day")})

    def render(self, name, value, attrs=None, renderer=None):
        typed = super().render(name, value, attrs, renderer)
        if not self.shortcuts:
            return typed
        ticks = [(day.isoformat(), f"{label} {date_format(day, 'MONTH_DAY_FORMAT')}") for label, day in self.shortcuts]
        boxes = format_html_join(
            "",
            '<label><input type="radio" name="{}" value="{}"{}> {}</label>',
            ((ticked_name(name), day, "" if day else " checked", text) for day, text in [*ticks, ("", _("As typed"))]),
        )
        group = '{}<span class="shortcuts" role="radiogroup" aria-label="{}">{}</span>'
        return format_html(group, typed, _("Which day"), boxes)


def ticked_name(name):
    """The name under which a form sends the shortcut that was ticked for the day `name`."""
    return f"{name}_ticked"


YEARS = range(2000, 2100)  # of the days that are typed
LEAP_YEAR = 2000  # has every day that any year has


class DayField(TypedField):
    """A day: 2020-04-08, 2020/4/8, 2020年4月8日, full-width digits; on English pages 8 April 2020 too."""

    widget = CalendarInput
    example = None  # today, unless a form knows better
    years_taken = frozenset()  # of days that were given without theirs

    def __init__(self, *, period=None, **options):
        """With a `period`, its first and its last day, a day may lack its year where only one makes sense there."""
        super().__init__(**options)
        self.period = period

    def show(self, day):
        """Give `day` as the example, in the hint and where a text cannot be read."""
        self.example, self.help_text = day, _("For example %(iso)s or %(written)s.") % both_forms(day)

    def read(self, text):
        found = NUMBERED.fullmatch(text) or CHINESE_DAY.fullmatch(text) or RUN_TOGETHER.fullmatch(text)
        try:
            day = datetime.date(*map(int, found.groups())) if found else english_day(text)
        except ValueError:
            raise no_such_day() from None
        day = day or self.completed(text)
        if day is None:
            message = _("Write the day with its year, for example %(iso)s or %(written)s.")
            raise ValidationError(message % both_forms(self.example or example_day()), "unread")
        if day.year not in YEARS:
            raise ValidationError(_("Check the year: it is outside 2000 to 2099."), "year")
        return day

    def completed(self, text):
        """The only day of the period that a month and a day may mean; None for any other text."""
        if not self.period:
            return None
        first, last = self.period
        meant = days_without_year(text)
        if not meant and (MONTH_AND_DAY.fullmatch(text) or CHINESE_MONTH_AND_DAY.fullmatch(text)):
            raise no_such_day()
        years = range(max(first.year, YEARS.start), min(last.year + 1, YEARS.stop))
        found = [day for year in years for one in meant if (day := day_of(year, one.month, one.day))]
        within = sorted(day for day in found if first <= day <= last)
        if len(within) > 1:
            days = _(" or ").join(map(date_format, within))
            raise ValidationError(_("This may be %(days)s: write it with its year.") % {"days": days}, "several_years")
        if found and not within:
            words = {"first": date_format(first), "last": date_format(last)}
            message = _("This day does not lie within %(first)s to %(last)s: write it with its year.")
            raise ValidationError(message % words, "no_year")
        if within:
            self.years_taken |= {within[0].year}
        return within[0] if within else None


def no_such_day():
    return ValidationError(_("There is no such day in the calendar; look at month and day."), "none")


class DayPicker(forms.TextInput):
    """The browser's own calendar, which sends 2020-04-08."""

    input_type = "date"


class PickedDayField(DayField):
    """A day that is picked; one that is typed all the same is read as any other."""

    widget = DayPicker


def both_forms(day):
    return {"iso": day.isoformat(), "written": date_format(day)}


def english_day(text):
    for form in ENGLISH_DAYS:
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def days_without_year(text):
    """The days of LEAP_YEAR that a text without a year may mean; on English pages 3/5 may be the third of May too."""
    found = MONTH_AND_DAY.fullmatch(text)
    orders = [found.groups()] if found else []
    if found and not (get_language() or "").startswith("zh"):
        orders.append(found.groups()[::-1])
    if chinese := CHINESE_MONTH_AND_DAY.fullmatch(text):
        orders.append(chinese.groups())
    if not orders and (written := english_day(f"{text} {LEAP_YEAR}")):
        return {written}
    return {day for month, at in orders if (day := day_of(LEAP_YEAR, int(month), int(at)))}


def day_of(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def years_told(years):
    """The sentence that says which years were taken for days without one; empty where none was."""
    if not years:
        return ""
    message = ngettext(
        "Days without a year were read as days of the year %(years)s.",
        "Days without a year were read as days of the years %(years)s.",
        len(years),
    )
    return message % {"years": gettext(", ").join(map(str, sorted(years)))}


class TimeField(TypedField):
    """A time of day: 14:30, 下午2:30, 2:30 pm."""

    def read(self, text):
        found = CLOCK.fullmatch(text)
        if found:
            part, hour, minute = found[1] or (found[4] or "").lower(), int(found[2]), int(found[3] or 0)
            hour += 12 if part in ("下午", "晚上", "pm") and hour < 12 else 0
            if hour < 24 and minute < 60:
                return datetime.time(hour, minute)
        raise ValidationError(_("Write the time as hours and minutes, for example 14:30."), "unread")

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


class FigureField(TypedField):
    """A whole number, with or without separators and the indicator's own unit; empty is not reported, 0 is zero."""

    def __init__(self, *, units=(), **options):
        super().__init__(**options, inputmode="numeric")
        self.units = units

    def read(self, text):
        text = text.lower()
        for unit in self.units:
            text = text.removesuffix(folded(unit).lower()).strip()
        if not GROUPED.fullmatch(text) or not text.isascii():
            raise ValidationError(
                _(
                    "Write the exact whole number in digits, for example 1,234. "
                    "Where only an estimate is known, leave it empty and put the estimate in the description."
                ),
                "unread",
            )
        value = whole_number(re.sub(r"\D", "", text), at_most=MAX_FIGURE)
        if value is None:
            raise ValidationError(_("A figure lies between 0 and 999,999,999."), "large")
        return value


class FilesInput(forms.FileInput):
    """Several files at once, offered by the endings that are accepted."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__({"multiple": True, "accept": ",".join(f".{ending}" for ending in [*TYPES, "jpeg"])})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """A few files as Uploads, each looked at by its content, once; a refused one is named.

    `uploads` are afterwards those that passed, also where another one was refused.
    """

    widget = FilesInput
    uploads = ()

    def clean(self, data, initial=None):
        files, uploads, faults = data or [], [], []
        self.uploads = uploads
        if len(files) > MAX_FILES:
            raise ValidationError(
                _(
                    "These are %(number)s files, and a form takes %(most)s. "
                    "Choose the first ones and add the others later."
                ),
                "many",
                {"number": len(files), "most": MAX_FILES},
            )
        for file in files:
            try:
                uploads.append(Upload(super().clean(file, initial)))
            except ValidationError as error:
                if error.code == "no_scanner":  # it would be waited for again with each of the others
                    raise
                named = [{"file": file.name, "message": message} for message in error.messages]
                faults += [ValidationError(_("%(file)s: %(message)s"), params=facts) for facts in named]
        if faults:
            raise ValidationError(faults)
        return uploads


class TableFileField(forms.FileField):
    """A file with a table: of a bounded size, and clean where there is a virus scanner. `too_large` says what to do."""

    def __init__(self, *, too_large, **options):
        super().__init__(**options)
        self.too_large = too_large

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > MAX_FILE:
            raise ValidationError(self.too_large, "large")
        if file:
            scanner.check(file.read())
            file.seek(0)
        return file


def is_within(batch, day):
    """Whether `day` lies within the period of `batch`; a side that is open or unknown holds every day."""
    return not ((batch.starts and day < batch.starts) or (batch.ends and day > batch.ends))


def period_of(batch=None):
    """The first and the last day of the period of `batch`; what is open or unknown is the running year's."""
    first, last = (timezone.localdate().replace(month=month, day=day) for month, day in ((1, 1), (12, 31)))
    if batch is None:
        return first, last
    first = batch.starts or first
    return first, batch.ends or max(last, first.replace(month=12, day=31))


def example_day(batch=None):
    """A day that a form may give as an example: today, or the nearest day of the period."""
    today = timezone.localdate()
    if batch is None or is_within(batch, today):
        return today
    return batch.starts if batch.starts and today < batch.starts else batch.ends
