"""What the worker does about reports of errors by itself: a letter a day, and deleting what is past its time."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.models import Letter
from core.validators import mail_address
from core.worker import chore

from .emails import NewReportsLetter
from .models import ErrorReport

FIRST_HOUR = 8  # nobody is written to at night


@chore
def delete_old_reports(now=None):
    """Delete the reports that the privacy page promises to keep no longer."""
    ErrorReport.objects.past(now).forget()


@chore
def mail_new_reports(now=None):
    """Have the contact told of the new reports, once a day; nothing without one that can be written to."""
    now, to = timezone.localtime(now), mail_address(settings.SITE["contact"])
    if not to or now.hour < FIRST_HOUR:
        return
    with transaction.atomic():
        keys = list(ErrorReport.objects.select_for_update().not_mailed().values_list("pk", flat=True))
        if keys and not ErrorReport.objects.filter(mailed_on=now.date()).exists():
            ErrorReport.objects.filter(pk__in=keys).update(mailed_on=now.date())
            Letter.objects.queue(NewReportsLetter.code, to, reports=keys)
