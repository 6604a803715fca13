"""What waits for an editor: reports that nobody has answered yet."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairs.todo import Task

from .models import ErrorReport


def tasks(user):
    """The reports that wait for whoever answers them, as one task."""
    number = ErrorReport.objects.waiting().count() if user.has_perm("public.change_errorreport") else 0
    if number:
        text = ngettext("%(number)s report waits for an answer", "%(number)s reports wait for an answer", number)
        url = reverse("admin:public_errorreport_changelist")
        yield Task(_("Reports of errors"), text % {"number": number}, url)
