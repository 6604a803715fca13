"""Carrying out an act."""

from contextlib import contextmanager

from django.db import transaction

from core.audit.models import AuditEntry
from core.audit.recording import record
from core.personal_data import REASON_LENGTH

from .kinds import KINDS
from .models import Act


@contextmanager
def recording(kind, subject, by=None, reason="", watch=()):
    """Make what happens inside one act, in one transaction; `watch` are querysets of the rows that it changes."""
    with transaction.atomic():
        facts = {"subject": str(subject)[:300], "by": by, "reason": str(reason).strip()[:REASON_LENGTH]}
        act = Act.objects.create(kind=KINDS[kind].slug, **facts)
        act.watch(*watch)
        yield act
        if act.keep() and KINDS[kind].is_import:
            record(AuditEntry.Kind.IMPORT, by, act)
