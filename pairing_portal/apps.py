from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    name = "pairing_portal"
    default = True


class PortalAdminConfig(admin.AdminConfig):
    default = False
    default_site = "pairing_portal.admin.PortalAdminSite"
