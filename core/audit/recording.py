"""Writing to the audit log.

What gives somebody something (a sign-in, a file, a right) is not given when it cannot be recorded: the error of the
database goes on to whoever asked. A refusal stands whether or not it can be recorded; what could not be written is told
in the log of the server.
"""

import ipaddress
import logging
import threading
import time
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from core import middleware
from core.limits import address_of, hardly_waiting

from .models import SUBJECT_LENGTH, AuditCount, AuditEntry

log = logging.getLogger(__name__)
MINUTE = timedelta(minutes=1)
WRITTEN_EVERY = 60  # seconds between two times that a process writes its counts


def record(kind, user=None, subject="", outcome=""):
    """Write an entry, in the transaction that is open if there is one; address and number are those of the request."""
    facts = {"kind": kind, "outcome": outcome, "user": user if user and user.pk else None}
    with override(settings.LANGUAGE_CODE):  # one log, whatever language its people read
        facts["subject"] = str(subject)[:SUBJECT_LENGTH]
    return AuditEntry.objects.create(address=present_address(), **facts)


def record_daily(kind, user, subject):
    """Write an entry unless there is the same one of today: for what programs fetch again and again."""
    same = {"kind": kind, "user": user, "subject": subject, "address": present_address()}
    if not AuditEntry.objects.since(timezone.localdate()).filter(**same).exists():
        record(kind, user, subject)


def present_address():
    """The address that the present request comes from; None outside of one and where it is not known."""
    request = middleware.current_request()
    try:
        return str(ipaddress.ip_address(address_of(request))) if request else None
    except (ValueError, ImproperlyConfigured):
        return None


def has_reached(limit, kind, user):
    """Whether this person has `limit` entries of this kind within the last minute."""
    lately = AuditEntry.objects.filter(user=user, kind=kind, at__gt=timezone.now() - MINUTE).order_by()
    return bool(lately.values_list("pk")[limit - 1 : limit])


class Counts:
    """What this process has counted and not written yet: at most a minute of it is lost when it is killed."""

    def __init__(self):
        self.lock = threading.Lock()
        self.clear()

    def clear(self):
        self.numbers, self.written_at = Counter(), -WRITTEN_EVERY

    def add(self, kind):
        with self.lock:
            self.numbers[timezone.localdate(), kind] += 1
            if time.monotonic() - self.written_at < WRITTEN_EVERY:
                return
            taken, self.numbers, self.written_at = self.numbers, Counter(), time.monotonic()
        try:
            with hardly_waiting(), transaction.atomic():
                write(taken)
        except DatabaseError:
            with self.lock:
                self.numbers.update(taken)


def write(numbers):
    for (day, kind), number in sorted(numbers.items()):
        AuditCount.objects.get_or_create(day=day, kind=kind)
        AuditCount.objects.filter(day=day, kind=kind).update(number=F("number") + number)


COUNTS = Counts()
