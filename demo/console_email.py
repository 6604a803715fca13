"""Letters of a demonstration: printed, never sent, and marked as what they are."""

from django.conf import settings
from django.core.mail.backends.console import EmailBackend

MARK = "演示数据 / Demonstration data"


class OnTheConsole(EmailBackend):
    """Prints every letter with the mark in its subject and above its text, whatever EMAIL_URL names."""

    def write_message(self, message):
        message.subject = f"[{MARK}] {message.subject}"
        message.body = f"{settings.SITE['environment']}\n\n{message.body}"
        super().write_message(message)
