from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = _("Figures and oversight")

    def ready(self):
        from .calendars import chores  # noqa: F401 - registers what the worker does about them
        from .notices import emails, navigation  # noqa: F401 - registers its kind of letter, and what the desk counts
        from .robots import emails as robots  # noqa: F401 - registers its kinds of letters
