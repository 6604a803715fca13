from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and posts")

    def ready(self):
        from accounts import checks, chores, sessions  # noqa: F401 (registers them)
        from accounts.audit import receivers  # noqa: F401 (connects them)
