"""The one reader of whole numbers that come from outside: addresses, forms, cells; and Chinese numerals.

Python reads a number of any length, and refuses one of more than 4,300 digits with an exception; a database takes
what its columns hold. So whatever is typed or sent is read here, with a bound on its length and on its value.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.models.lookups import In
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from core.localized import localized

MAX_NUMBER = 2**31 - 1  # what an integer column takes on every database
MIN_STORED, MAX_STORED = -(2**63), 2**63 - 1  # what any column at all can hold
MAX_DIGITS = 19  # longer is no number that anybody means, leading noughts or not
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def whole_number(text, *, at_least=0, at_most=MAX_NUMBER):
    """`text` as a whole number between the bounds; None for anything else. Full-width digits are digits too."""
    if not isinstance(text, str) or len(text) > MAX_DIGITS:
        return None
    digits = text.translate(FULL_WIDTH)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    return number if at_least <= number <= at_most else None


def sent_number(request, name):
    """The whole number that a form carries under this name, 0 for anything else."""
    return whole_number(request.POST.get(name)) or 0


def singular(unit):
    """One of an English unit that is stored in the plural: a fair of “fairs”, an entry of “entries”, a batch."""
    if unit.endswith("ies"):
        return unit.removesuffix("ies") + "y"
    return unit.removesuffix("es" if unit.endswith(("ches", "shes", "sses", "xes")) else "s")


def unit_of(holder, number):
    """The unit of what is counted for a number, in the reader's language: 1 fair, 2 fairs.

    The holder has it as `unit`, and as `unit_en` in the English plural.
    """
    unit = localized(holder, "unit")
    return singular(unit) if number == 1 and unit == holder.unit_en else unit


class NumberConverter:
    """A number in a path, `<number:pk>`; one that no column can hold becomes 0, which is the key of nothing.

    So the view itself answers "not found", and no other pattern takes the address.
    """

    regex = "[0-9]+"

    def to_python(self, value):
        return whole_number(value) or 0

    def to_url(self, value):
        return str(value)


register_converter(NumberConverter, "number")


class KeysField(forms.ModelMultipleChoiceField):
    """Several rows by their keys. Django asks the database for any number, however large; here it is refused before."""

    def _check_values(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if whole_number(str(key)) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": str(key)[:40]}
                )
        return super()._check_values(value)


@models.IntegerField.register_lookup
class InRange(In):
    """`__in` over integers: what the column cannot hold is in no row, as Django itself has it for `exact`, `lt`, `gt`.

    Without it SQLite raises OverflowError for one over-large key among those ticked in a list of the staff.
    """

    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            least, most = connection.ops.integer_field_range(self.lhs.output_field.get_internal_type())
            least, most = MIN_STORED if least is None else least, MAX_STORED if most is None else most
            self.rhs = [value for value in self.rhs if not isinstance(value, int) or least <= value <= most]
        return super().process_rhs(compiler, connection)


# SQLite keeps any integer up to 64 bits, and Django would let forms and models take what PostgreSQL cannot hold.
SQLite.ops_class.integer_field_range = BaseDatabaseOperations.integer_field_range


MAX_FIGURE = 999_999_999  # far beyond any activity, within what both databases store


FIGURE_BOUNDS = _("A figure lies between 0 and 999,999,999.")


DIGITS = "〇一二三四五六七八九"


def in_chinese(number):
    """1 to 99 in Chinese numerals (11 is 十一, 20 is 二十); any other number in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return ten + (DIGITS[ones] if ones else "")
