"""SMTP that knows whether the mail server was already given the whole letter when it fell silent."""

import smtplib

from django.core.mail.backends import smtp

END_OF_TEXT = b"\r\n.\r\n"


class MayHaveGone(smtplib.SMTPException):
    """The server has the whole letter and has not said whether it takes it."""


class Careful:
    """Tells a failure before the end of the text, after which nothing was sent, from one after it."""

    handed_over = False

    def send(self, s):
        super().send(s)
        self.handed_over = isinstance(s, bytes) and s.endswith(END_OF_TEXT)

    def getreply(self):
        try:
            reply = super().getreply()
        except Exception as error:
            if self.handed_over:
                raise MayHaveGone(str(error)) from error
            raise
        self.handed_over = False
        return reply


class CarefulSMTP(Careful, smtplib.SMTP):
    pass


class CarefulSMTPOverTLS(Careful, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own, with the careful connection."""

    @property
    def connection_class(self):
        return CarefulSMTPOverTLS if self.use_ssl else CarefulSMTP
