"""What must be right before the portal may serve anybody: system checks that say how to mend it.

Those of production alone are deployment checks: `check --deploy` tells of them, and the web server (wsgi.py) starts
with none of them open; a checkout that nobody has set up yet passes the plain ones.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, NotSupportedError, connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from core import metrics

SHORTEST_KEY = 50
FEWEST_LETTERS = 10
OLDEST_POSTGRESQL = 14
OWN_APPS = {"pairs", "accounts", "activities", "oversight", "public", "core", "demo"}
MAKE_A_KEY = _("Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'")
NAME_OPERATOR = _("Write the full name of the organisation that runs the site (主办单位); the pages show it.")
NAME_CONTACT = _(
    "Write an address for mail or the web, or a telephone number; reports of errors are mailed to an address for mail."
)


@register(Tags.security)
def environment(app_configs, **kwargs):
    """One error for each environment variable that cannot be read."""
    problem = _("%(name)s has a value that cannot be used: “%(value)s”.")
    return [
        Error(problem % {"name": fault.name, "value": fault.value}, hint=str(fault.remedy), id="portal.E001")
        for fault in settings.ENVIRONMENT_FAULTS
    ]


@register(Tags.security, deploy=True)
def secret_key(app_configs, **kwargs):
    """In production the key is given, long and varied."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        return [Error(_("SECRET_KEY is not set."), hint=str(MAKE_A_KEY), id="portal.E002")]
    if not settings.DEBUG and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS):
        return [Error(_("SECRET_KEY is too short or too simple."), hint=str(MAKE_A_KEY), id="portal.E003")]
    return []


@register(Tags.security, deploy=True)
def allowed_hosts(app_configs, **kwargs):
    """In production the portal knows its own name."""
    if settings.DEBUG or settings.ALLOWED_HOSTS:
        return []
    remedy = _("Name the hosts under which the portal is reached, with commas, for example pairs.example.edu.cn")
    return [Error(_("ALLOWED_HOSTS is not set."), hint=str(remedy), id="portal.E004")]


@register(Tags.security, deploy=True)
def who_runs_it(app_configs, **kwargs):
    """In production the pages name who runs the site and how to reach them."""
    if settings.DEBUG:
        return []
    remedies = {"operator": ("SITE_OPERATOR", NAME_OPERATOR), "contact": ("SITE_CONTACT", NAME_CONTACT)}
    return [
        Error(_("%(name)s is not set.") % {"name": name}, hint=str(remedy), id="portal.E010")
        for key, (name, remedy) in remedies.items()
        if not settings.SITE[key]
    ]


@register(Tags.security, deploy=True)
def numbers_of_record(app_configs, **kwargs):
    """In production it is said under which numbers the site is on record, or that there are none."""
    remedy = _("Write the number as it was issued, or none where the site has none.")
    return [
        Error(_("%(name)s is not set.") % {"name": name}, hint=str(remedy), id="portal.E011")
        for name in ([] if settings.DEBUG else settings.RECORDS_NOT_SAID)
    ]


@register(Tags.security)
def strip_above_the_name(app_configs, **kwargs):
    """The line that says whose site it is stands there in both languages, and beside the name of an operator."""
    if not (settings.SITE["strip"] or settings.SITE["strip_en"]):
        return []
    needed = {"strip": "SITE_STRIP", "strip_en": "SITE_STRIP_EN", "operator": "SITE_OPERATOR"}
    remedy = _("Set SITE_STRIP, SITE_STRIP_EN and SITE_OPERATOR together, or leave the strip out.")
    return [
        Error(_("%(name)s is not set.") % {"name": name}, hint=str(remedy), id="portal.E012")
        for key, name in needed.items()
        if not settings.SITE[key]
    ]


@register(Tags.security)
def what_measurements_need(app_configs, **kwargs):
    """Who asks for measurements has the package that counts them."""
    if not settings.METRICS_TOKEN or metrics.IS_INSTALLED:
        return []
    remedy = _("Install requirements/production.txt, or leave METRICS_TOKEN out.")
    problem = _("METRICS_TOKEN is set, and the Python package prometheus-client is not installed.")
    return [Error(problem, hint=str(remedy), id="portal.E013")]


def media_place():
    """MEDIA_ROOT, or the nearest folder above it that exists."""
    folder = Path(settings.MEDIA_ROOT).absolute()
    return next(place for place in (folder, *folder.parents) if place.exists())


@register(Tags.files)
def media_folder(app_configs, **kwargs):
    """MEDIA_ROOT, or the nearest folder above it that exists, can be written to."""
    folder, existing = Path(settings.MEDIA_ROOT).absolute(), media_place()
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return []
    problem = _("MEDIA_ROOT cannot be written to: “%(folder)s”.") % {"folder": folder}
    remedy = _("Name a folder that the portal's own user may write to, outside what the web server serves.")
    return [Error(problem, hint=str(remedy), id="portal.E005")]


@register(Tags.files)
def virus_scanner(app_configs, **kwargs):
    """Where a virus scanner is named, this machine has it: without it every file would be refused."""
    if not settings.SCAN_COMMAND or shutil.which(settings.SCAN_COMMAND[0]):
        return []
    problem = _("The virus scanner “%(program)s” is not there.") % {"program": settings.SCAN_COMMAND[0]}
    remedy = _(
        "Install it, write its whole path in SCAN_COMMAND, or leave SCAN_COMMAND out: files are not scanned then."
    )
    return [Error(problem, hint=str(remedy), id="portal.E020")]


@register(Tags.security)
def demonstration_in_production(app_configs, **kwargs):
    """Made-up data are for looking around on one's own machine."""
    if settings.DEBUG or not settings.DEMO:
        return []
    remedy = _("Leave DEMO out; a demonstration is started with make demo.")
    return [Error(_("DEMO is set without DEBUG."), hint=str(remedy), id="portal.E006")]


@register(Tags.database)
def made_up_data(app_configs, databases=None, **kwargs):
    """Made-up data are served as a demonstration only, and a demonstration touches no other database."""
    from demo import marker

    try:
        fault = marker.mixed() if databases else None
    except (DatabaseError, ImproperlyConfigured):
        return []  # one that does not answer is told of by /healthz, one that is named wrongly by E001
    return [Error(fault.problem, hint=str(fault.remedy), id="portal.E007")] if fault else []


@register(Tags.database)
def postgresql_version(app_configs, databases=None, **kwargs):
    """PostgreSQL is one that the portal and this Django are tried with."""
    problem = _("The database runs on PostgreSQL %(found)s; %(needed)s or newer is needed.")
    remedy = _("Upgrade PostgreSQL (pg_upgrade, or pg_dump and pg_restore), then start the portal again.")
    return [
        Error(problem % versions, hint=str(remedy), id="portal.E008")
        for alias in databases or ()
        for versions in [postgresql_versions(connections[alias])]
        if versions and versions["found"] < versions["needed"]
    ]


def postgresql_versions(connection):
    """The major version of PostgreSQL that answers, and the oldest that is needed; None where there is no answer."""
    if connection.vendor != "postgresql":
        return None
    try:
        with suppress(NotSupportedError):  # Django refuses a version in English, with no way out
            connection.ensure_connection()
        found = connection.get_database_version()[0]
    except DatabaseError:
        return None  # /healthz tells of one that does not answer
    return {"found": found, "needed": max(OLDEST_POSTGRESQL, connection.features.minimum_database_version[0])}


@register(Tags.database)
def tables_of_another_version(app_configs, databases=None, **kwargs):
    """A database whose tables this version did not make is left as it is."""
    problem = _("The tables of this database were made by version 0.3.0 or by a newer version than this one.")
    remedy = _("It is left as it is. Use the version that made it, or name another database in DATABASE_URL.")
    return [
        Error(problem, hint=str(remedy), id="portal.E009")
        for alias in databases or ()
        if unknown_migrations(connections[alias])
    ]


def unknown_migrations(connection):
    """The migrations of the portal's own apps that this database has seen and this version does not have."""
    try:
        loader = MigrationLoader(connection, ignore_no_migrations=True)
    except (DatabaseError, ImproperlyConfigured):
        return set()  # /healthz tells of one that does not answer
    own = {label for label in loader.migrated_apps if label in OWN_APPS}
    return {key for key in loader.applied_migrations if key[0] in own} - set(loader.disk_migrations)
