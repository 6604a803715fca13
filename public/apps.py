from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    name = "public"
    verbose_name = _("Public site")

    def ready(self):
        from public.changes import recording  # noqa: F401 (registers it)
        from public.error_reports import chores  # noqa: F401 (registers them)
        from public.help import chapters  # noqa: F401 (registers where help stands)
