from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Operations, jobs and letters")

    def ready(self):
        from . import (
            data_version,
            numbers,  # noqa: F401 - registers the bounded converter of paths and the bounded lookup
        )

        data_version.install(self)
        autodiscover_modules("emails")  # the kinds of letters of every app
        autodiscover_modules("acts")  # the kinds of acts of every app
        autodiscover_modules("jobs")  # and the kinds of jobs
        autodiscover_modules("integrity")  # and what must hold of everything that is kept
