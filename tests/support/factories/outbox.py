"""Letters in tests: what the worker would send now."""

from django.core import mail

from core.models import Letter
from core.outbox.sending import send_due


def delivered():
    """Send all that is due, and give the mails sent so far."""
    while Letter.objects.due().exists():
        send_due()
    return mail.outbox
