"""Two texts side by side: where somebody else saved meanwhile, each field asks which of the two is to stand."""

from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from core.numbers import whole_number
from core.templatetags.formatting import figure

CHOOSE = gettext_lazy("Choose which of the two is to stand.")


@dataclass
class Row:
    """One field on the page; in a conflict with the text that is stored, and which of the two is chosen."""

    field: forms.BoundField
    both: bool = False
    theirs: str = ""
    take: str = ""


class BothTexts:
    """For a form: `stored` holds what is saved now, by name, wherever the person has to choose."""

    stored = {}

    def remember(self, names):
        """Let the page carry what stood in these fields when it was opened: so it is known who changed what."""
        for name in names:
            self.fields[name].show_hidden_initial = True

    @cached_property
    def differing(self):
        """The names of what the person was shown in two texts."""
        return self.data.getlist("differing") if hasattr(self.data, "getlist") else []

    def leaves(self, name):
        """Whether the person chose what is stored."""
        return name in self.differing and self.data.get(f"take-{name}") == "theirs"

    def is_chosen(self, name):
        return self.data.get(f"take-{name}") in ("mine", "theirs")

    def refuse_unchosen(self):
        """Ask again where nothing was chosen; a text that its own writer left aside need not be right."""
        for name in self.differing:
            if name in self.fields and not self.is_chosen(name):
                self.add_error(name, CHOOSE)
            elif self.leaves(name):
                self.errors.pop(name, None)

    def show_both(self, names, texts):
        """Show these fields beside `texts`, what is saved now."""
        self.stored = {name: shown(texts.get(name)) for name in names if name in self.fields}

    def take_of(self, name, changed):
        """Which of the two is ticked: the one chosen, or at first that of whoever changed it."""
        return self.data.get(f"take-{name}") or ("mine" if changed else "theirs")

    def row(self, name):
        if name not in self.stored:
            return Row(self[name])
        return Row(self[name], True, self.stored[name], self.take_of(name, name in self.changed_data))

    def rows(self, *names):
        return [self.row(name) for name in names if name in self.fields]


def version_of(data, version):
    """The version the writer has seen: as the form brings it back, else the one given."""
    sent = whole_number((data or {}).get("version"))
    return version if sent is None else sent


def shown(value):
    """A stored value as a page says it."""
    if value is None or value == "":
        return ""
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    if hasattr(value, "year"):
        return date_format(value)
    return figure(value) if isinstance(value, int) else str(value)
