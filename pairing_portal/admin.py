from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """Django's own admin under the portal's name and colours."""

    site_header = _("Pairing portal: ministry desk")
    site_title = _("Pairing portal")
    index_title = _("What would you like to do?")
    enable_nav_sidebar = False
