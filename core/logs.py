"""The log: lines for people, or JSON objects, one a line, for machines that collect them (LOG_FORMAT=json).

It imports nothing of Django, so that gunicorn writes its own lines the same way.
"""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Formatter: time (ISO 8601, UTC), level, logger, request_id, message and, where there is one, exception."""

    def format(self, record):
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
        }
        return json.dumps(facts | self.told(record), ensure_ascii=False, default=str)

    def told(self, record):
        """What the record says."""
        exception = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return {"message": record.getMessage()} | exception


class AccessJsonLines(JsonLines):
    """Formatter of gunicorn's access log: nothing of the visitor, nothing of what was searched for."""

    def told(self, record):
        atoms = record.args
        return {
            "request_id": atoms["{x-request-id}o"],
            "method": atoms["m"],
            "path": atoms["U"],
            "status": int(atoms["s"]),
            "bytes": atoms["B"],
            "milliseconds": atoms["M"],
        }


def to_standard_error(form, debug):
    """LOGGING: to standard error, where systemd and containers pick it up, in lines or as JSON, whichever `form` says.

    Each line has the number of its request.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "core.middleware.RequestFilter"}},
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
            "json": {"()": "core.logs.JsonLines"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "filters": ["request"], "formatter": form},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO" if debug else "WARNING"},  # Django's own would print it twice
            # Addresses that lead nowhere stand in the access log; here are the faults.
            "django.request": {"level": "WARNING" if debug else "ERROR"},
            # Machines that try every host name are no news, and would fill the log.
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        },
    }
