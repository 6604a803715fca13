"""Kinds of findings, so that many can be counted and looked at kind by kind."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ErrorKind:
    slug: str
    label: str


OTHER = ErrorKind("other", _("Other errors"))
KINDS = [
    (ErrorKind("names", _("Names not known")), {"unknown_name", "ambiguous_name", "code_differs"}),
    (ErrorKind("empty", _("Empty or unreadable cells")), {"empty_cell", "too_few_cells", "too_many_cells", "too_long"}),
    (
        ErrorKind("serials", _("Serial numbers")),
        {"serial_not_number", "serial_out_of_range", "serial_twice", "serial_taken", "serial_not_expected"},
    ),
    (ErrorKind("twice", _("Listed or paired twice")), {"recipient_twice", "held_elsewhere"}),
    (ErrorKind("sides", _("Wrong side or place")), {"same_university", "columns_swapped", "home_supporter"}),
    (ErrorKind("batch", _("Wrong batch")), {"other_batch", "batch_not_number"}),
]
_BY_CODE = {code: kind for kind, codes in KINDS for code in codes}


def kind_of(finding):
    return _BY_CODE.get(finding.code, OTHER)
