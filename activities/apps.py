from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Mechanisms and activities")

    def ready(self):
        from .activities import pair_endings  # noqa: F401 (registers what an end would cut off)
        from .catalogue import publication  # noqa: F401 (has remarks on batches to be published)
        from .employment import public_figures  # noqa: F401 (hears of universities that are merged)
