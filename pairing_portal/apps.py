from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin
from django.db import connection
from django.db.models import fields

# Django 6.1 has a sentence there, and in English only. Forms take it when they are imported, which is before `ready`.
fields.BLANK_CHOICE_LABEL = "---------"


class PortalConfig(AppConfig):
    name = "pairing_portal"
    default = True

    def ready(self):
        from core import kept_connections
        from pairing_portal import checks  # noqa: F401 (registers them)

        kept_connections.install()
        if connection.vendor == "postgresql":
            from core import timeouts  # needs the driver

            timeouts.install(settings.DATABASE_CONNECT_SECONDS, settings.DATABASE_STATEMENT_SECONDS)


class PortalAdminConfig(admin.AdminConfig):
    default = False
    default_site = "pairing_portal.admin.PortalAdminSite"
