"""The columns of the files of the audit log, and their rows."""

from django.utils import timezone

from core.audit.models import AuditEntry
from opendata import Column

COLUMNS = [
    Column("at", "时间", "At", "", 20),
    Column("kind", "事项", "What", "", 16, AuditEntry.Kind.choices),
    Column("outcome", "结果", "Outcome", "", 14, AuditEntry.Outcome.choices),
    Column("user", "人员", "Who", "", 20),
    Column("username", "用户名", "User name", "", 30),
    Column("subject", "对象", "What it concerns", "", 60),
    Column("address", "网络地址", "Network address", "", 24),
    Column("request_id", "请求编号", "Request number", "", 24),
]
COPIED = ("kind", "outcome", "subject", "address", "request_id")


def rows(entries):
    """The rows of `entries` under COLUMNS, in a constant number of queries."""
    for entry in entries.for_rows().iterator():
        facts = {name: getattr(entry, name) or "" for name in COPIED}
        facts["at"] = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"
        person = {"user": str(entry.user), "username": entry.user.username} if entry.user else {}
        yield facts | person
