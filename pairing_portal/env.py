"""The environment, read without tracebacks: a wrong value is noted for the system check and the default stands in."""

import os
import re
import shlex
import warnings
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

WORDS = dict.fromkeys(["1", "true", "yes", "on"], True) | dict.fromkeys(["0", "false", "no", "off"], False)
DATABASES = {"sqlite", "postgres", "postgresql", "psql", "pgsql"}
NO_DATABASE = {"ENGINE": "django.db.backends.dummy", "NAME": ""}
REDIS = {"redis", "rediss", "rediscache"}
CACHES = {"locmemcache", "dbcache", "filecache", "dummycache"} | REDIS
MAIL_SERVERS = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
SENDER = "core.outbox.smtp.EmailBackend"
NONE = {"none", "无"}  # what is written in place of a number of record by who has none
SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
OWN_PATH = re.compile(r"/[\w.-][\w./-]*", re.ASCII)
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

    def text(self, name, default=""):
        return self.variables.get(name, "").strip() or default

    def items(self, name, default=()):
        """The parts between the commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()] or list(default)

    def read(self, name, parse, remedy, stand_in, default=""):
        """What `parse` makes of a text; where it makes nothing of it, `stand_in`, and the fault is noted."""
        text, found = self.text(name, default), None
        if not text:
            return stand_in
        with suppress(ValueError, ImproperlyConfigured), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the system check says it better
            found = parse(text)
        if found is None:
            self.refuse(name, remedy)
        return stand_in if found is None else found

    def refuse(self, name, remedy):
        self.faults.append(EnvironmentFault(name, without_password(self.text(name)), remedy))

    def boolean(self, name, default=False):
        remedy = _("Write 1 or 0, true or false, yes or no, on or off.")
        return self.read(name, lambda text: WORDS.get(text.lower()), remedy, default)

    def choice(self, name, words):
        """One of the words; the first when not set."""
        remedy = format_lazy(_("Write one of: {words}."), words=", ".join(words))
        return self.read(name, lambda text: text if text in words else None, remedy, words[0])

    def seconds(self, name, default):
        """A whole number of seconds, 0 or more."""
        return self.read(name, whole, _("Write a whole number of seconds, for example 31536000."), default)

    def number(self, name, default, least=1):
        """A whole number, `least` or more."""
        remedy = format_lazy(_("Write a whole number, {least} or more."), least=least)
        return self.read(name, lambda text: bounded(text, least), remedy, default)

    def address(self, name, schemes):
        """A site's address without a path, such as https://pairs.example.edu.cn; empty when not set."""
        remedy = _("Write https:// and the host only, for example https://pairs.example.edu.cn")
        return self.read(name, lambda text: site_address(text.rstrip("/"), schemes), remedy, "")

    def command(self, name):
        """The words of a command, as a shell would take them apart; none when not set."""
        remedy = _("Close every quotation mark, as in: clamdscan --no-summary --fdpass")
        return self.read(name, shlex.split, remedy, [])

    def secret(self, name):
        """A text that stands in the variable itself or, so that fewer can read it, in the file that NAME_FILE names."""
        place = f"{name}_FILE"
        read = self.read(place, secret_in, _("Name a file that the portal's own user can read."), "")
        return self.text(name) or read

    def record(self, name):
        """A number under which the site is on record; empty when not set, or when the site has none."""
        text = self.text(name)
        return "" if text.lower() in NONE else text

    def site_code(self, name):
        """The identification code of a government site (网站标识码): ten digits, or bm and eight of a ministry's."""
        remedy = _("Write ten digits, or bm and eight digits, for example bm05000001; or none.")
        return self.read(name, site_code, remedy, "") if self.record(name) else ""

    def page_address(self, name):
        """The whole address of a page elsewhere; empty when not set."""
        return self.read(name, page_address, _("Write the full address of the page, beginning with https://"), "")

    def own_path(self, name):
        """A path below the site's own address, so that its pages load nothing from elsewhere; empty when not set."""
        remedy = _("Write a path on this site under which the web server has the file, such as /badge.png.")
        return self.read(name, lambda text: OWN_PATH.fullmatch(text) and text, remedy, "")

    def database(self, name, default):
        """Django's description of the SQLite or PostgreSQL database at a URL."""
        remedy = _("Write sqlite:////folder/portal.sqlite3 or postgres://user:password@host:5432/name")
        found = self.read(name, database_at, remedy, NO_DATABASE, default)
        if folder_made(found):
            return found
        self.refuse(name, _("The folder of this file cannot be made; name one in which the portal may write."))
        return NO_DATABASE

    def cache(self, name, default):
        """Django's description of the cache at a URL."""
        remedy = _(
            "Write locmemcache://, dbcache://table, filecache:///folder or redis://host:6379/0 "
            "(for Redis, install the Python package redis as well)."
        )
        return self.read(name, cache_at, remedy, environ.Env.cache_url_config(default), default)

    def mail(self, name, default):
        """Django's mail settings for a URL."""
        remedy = _("Write smtp+tls://user:password@host:587, or consolemail:// to print letters only.")
        return self.read(name, mail_at, remedy, environ.Env.email_url_config(default), default)


def secret_in(path):
    """What stands in the file at `path`, without the end of its line; None where it cannot be read, or is empty."""
    with suppress(OSError):
        return Path(path).read_text().strip() or None
    return None


def bounded(text, least):
    return found if len(text) < 7 and (found := whole(text)) is not None and found >= least else None


def whole(text):
    return int(text) if text.isascii() and text.isdigit() else None


def site_address(text, schemes):
    """`text` where it is a scheme, a host and nothing after it."""
    parts = urlsplit(text)
    rest = parts.path + parts.query + parts.fragment
    return text if parts.scheme in schemes and parts.hostname and parts.port != 0 and not rest else None


def site_code(text):
    return text.lower() if SITE_CODE.fullmatch(text.lower()) else None


def page_address(text):
    parts = urlsplit(text)
    return text if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", text) else None


def database_at(url):
    config = environ.Env.db_url_config(url) if urlsplit(url).scheme in DATABASES else {}
    return config if config.get("NAME") else None


def cache_at(url):
    scheme = urlsplit(url).scheme
    config = environ.Env.cache_url_config(url) if scheme in CACHES else None
    if scheme in REDIS:
        # It only saves time, so nobody waits long for one that is silent: seconds.
        config["OPTIONS"] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5} | config.get("OPTIONS", {})
        return config if find_spec("redis") else None
    lacks_place = config and not config["LOCATION"] and scheme in ("dbcache", "filecache")
    return None if lacks_place else config


def mail_at(url):
    scheme = urlsplit(url).scheme
    config = environ.Env.email_url_config(url) if scheme in MAIL else None
    if config and scheme in MAIL_SERVERS:
        config["EMAIL_BACKEND"] = SENDER
        return config if config["EMAIL_HOST"] else None
    return config


def police_record(number):
    """Where the public security record of a number can be looked up; the front page where it holds no code."""
    code = re.search(r"\d{13,14}", number)
    return f"https://beian.mps.gov.cn/#/query/webSearch?code={code[0]}" if code else "https://beian.mps.gov.cn/"


def without_password(text):
    """A value fit to be printed: what stands before the @ of a URL is hidden."""
    head, at, tail = text.rpartition("@")
    scheme, slashes, _credentials = head.rpartition("://")
    return f"{scheme}{slashes}…@{tail}" if at else text


def folder_made(config):
    """Make the folder of a SQLite database; False when that is not possible."""
    with suppress(OSError):
        if config["ENGINE"].endswith("sqlite3") and config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return True
    return False


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
