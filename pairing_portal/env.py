"""The environment, read without tracebacks: a wrong value is noted for the system check and the default stands in."""

import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
SQLITE = {"sqlite"}
POSTGRESQL = {"postgres", "postgresql", "psql", "pgsql"}
REDIS = {"redis", "rediss", "rediscache"}
CACHES = {"locmemcache", "dbcache", "filecache", "dummycache"} | REDIS
MAIL_SERVERS = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
SENDER = "core.outbox.smtp.EmailBackend"
MAIL = {"consolemail", "filemail", "memorymail", "dummymail"} | MAIL_SERVERS


class EnvironmentFault(NamedTuple):
    """A value that cannot be used, fit to be printed, and how to mend it."""

    name: str
    value: str
    remedy: str


class Environment:
    """Environment variables by type. An empty one counts as not set."""

    def __init__(self, variables=os.environ):
        self.variables = variables
        self.faults = []

    def refuse(self, name, remedy):
        self.faults.append(EnvironmentFault(name, without_password(self.text(name)), remedy))

    def text(self, name, default=""):
        return self.variables.get(name, "").strip() or default

    def items(self, name, default=()):
        """The parts between the commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()] or list(default)

    def boolean(self, name, default=False):
        word = self.text(name).lower()
        if word and word not in YES | NO:
            self.refuse(name, _("Write 1 or 0, true or false, yes or no, on or off."))
            return default
        return word in YES if word else default

    def seconds(self, name, default):
        """A whole number of seconds, 0 or more."""
        text = self.text(name)
        if text and not (text.isascii() and text.isdigit()):
            self.refuse(name, _("Write a whole number of seconds, for example 31536000."))
            return default
        return int(text) if text else default

    def number(self, name, default):
        """A whole number, 1 or more."""
        text = self.text(name)
        if text and not (text.isascii() and text.isdigit() and len(text) < 7 and int(text)):
            self.refuse(name, _("Write a whole number, 1 or more."))
            return default
        return int(text) if text else default

    def address(self, name, schemes):
        """A site's address without a path, such as https://pairs.example.edu.cn; empty when not set."""
        text = self.text(name).rstrip("/")
        if text and not is_site_address(text, schemes):
            self.refuse(name, _("Write https:// and the host only, for example https://pairs.example.edu.cn"))
            return ""
        return text

    def database(self, name, default):
        """Django's description of the SQLite or PostgreSQL database at a URL."""
        config = parsed(environ.Env.db_url_config, self.text(name, default), SQLITE | POSTGRESQL)
        if not config or not config["NAME"]:
            self.refuse(name, _("Write sqlite:////folder/portal.sqlite3 or postgres://user:password@host:5432/name"))
        elif not folder_made(config):
            self.refuse(name, _("The folder of this file cannot be made; name one in which the portal may write."))
        else:
            return config
        return {"ENGINE": "django.db.backends.dummy", "NAME": ""}

    def cache(self, name, default):
        """Django's description of the cache at a URL."""
        text = self.text(name, default)
        config = parsed(environ.Env.cache_url_config, text, CACHES)
        place_missing = config and not config["LOCATION"] and text.startswith(("dbcache", "filecache"))
        if config and not place_missing and (urlsplit(text).scheme not in REDIS or find_spec("redis")):
            return config
        self.refuse(
            name,
            _(
                "Write locmemcache://, dbcache://table, filecache:///folder or redis://host:6379/0 "
                "(for Redis, install the Python package redis as well)."
            ),
        )
        return environ.Env.cache_url_config(default)

    def mail(self, name, default):
        """Django's mail settings for a URL."""
        text = self.text(name, default)
        config = parsed(environ.Env.email_url_config, text, MAIL)
        if config and (config["EMAIL_HOST"] or urlsplit(text).scheme not in MAIL_SERVERS):
            if urlsplit(text).scheme in MAIL_SERVERS:
                config["EMAIL_BACKEND"] = SENDER
            return config
        self.refuse(name, _("Write smtp+tls://user:password@host:587, or consolemail:// to print letters only."))
        return environ.Env.email_url_config(default)


def parsed(parse, text, schemes):
    """What `parse` makes of a URL, or None when it is malformed or of another kind than `schemes`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the system check says it better
            return parse(text) if urlsplit(text).scheme in schemes else None
    except (ValueError, ImproperlyConfigured):
        return None


def is_site_address(text, schemes):
    """True for a scheme, a host and nothing after it."""
    try:
        parts = urlsplit(text)
        rest = parts.path + parts.query + parts.fragment
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not rest
    except ValueError:
        return False


def without_password(text):
    """A value fit to be printed: what stands before the @ of a URL is hidden."""
    head, at, tail = text.rpartition("@")
    scheme, slashes, _credentials = head.rpartition("://")
    return f"{scheme}{slashes}…@{tail}" if at else text


def folder_made(config):
    """Make the folder of a SQLite database; False when that is not possible."""
    name = config["NAME"]
    if not config["ENGINE"].endswith("sqlite3") or name == ":memory:":
        return True
    try:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def kept_secret(path, make):
    """The secret in the file at `path`, made and stored at the first call so that sign-ins outlive a restart."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    except FileExistsError:
        pass
    except OSError:
        return make()  # nowhere to keep it: good for this process only
    return path.read_text().strip() or make()
