from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    name = "pairing_portal"
    default = True

    def ready(self):
        from pairing_portal import checks  # noqa: F401 (registers them)


class PortalAdminConfig(admin.AdminConfig):
    default = False
    default_site = "pairing_portal.admin.PortalAdminSite"
