"""A pair in a few words of the reader's language, made in one piece, since lists show many."""

from django.utils.formats import date_format
from django.utils.translation import gettext


class PairWords:
    """What lists say of a pair."""

    @property
    def aloud(self):
        """The pair as it is read aloud: an arrow says nothing there."""
        recipient, supporter = self.sides
        names = {"recipient": recipient.local_name, "supporter": supporter.local_name}
        return gettext("%(recipient)s, supported by %(supporter)s") % names

    @property
    def place(self):
        """Where it stands: its batch, and its number there."""
        if not self.serial:
            return str(self.batch)
        return gettext("%(batch)s, No. %(number)s") % {"batch": self.batch, "number": self.serial}

    @property
    def status_line(self):
        """How far it has come, with the day for which that is known."""
        last = self.furthest_milestone
        if not last:
            return self.status.label
        return gettext("%(status)s (%(day)s)") % {"status": self.status.label, "day": date_format(last.day)}
