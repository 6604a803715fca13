"""Letters of the portal: what they say, and that one which cannot be sent stops nothing."""

import logging
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

log = logging.getLogger(__name__)


def link_of(invitation, request):
    """The whole address that takes up an invitation, in the language of the page."""
    path = reverse("invitation", args=[invitation.token])
    return urljoin(settings.SITE["address"] or request.build_absolute_uri("/"), path)


def send_invitations(invitations, request):
    """Mail every link; the number of those that went out. The others are copied by hand."""
    sent = 0
    try:
        with get_connection() as connection:
            for invitation in invitations:
                letter_to(invitation, request, connection).send()
                invitation.mailed_at = timezone.now()
                invitation.save(update_fields=["mailed_at"])
                sent += 1
    except (OSError, SMTPException):
        log.exception("Invitations could not be mailed")
    return sent


def letter_to(invitation, request, connection):
    facts = {"invitation": invitation, "link": link_of(invitation, request), "site": settings.SITE}
    subject = render_to_string("account/email/invitation_subject.txt", facts).strip()
    text = render_to_string("account/email/invitation_message.txt", facts)
    return EmailMessage(subject, text, to=[invitation.email], connection=connection)
