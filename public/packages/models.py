"""Packages that were built; the newest is the one that is served."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = 2  # whoever is still downloading the one before gets all of it


class PackageQuerySet(models.QuerySet):
    def newest(self):
        """The package that is served; None before the first one is built."""
        return self.defer("descriptor").order_by("-data_version", "-pk").first()

    def outdated(self):
        """Those that nobody needs any more."""
        kept = self.order_by("-data_version", "-pk").values_list("pk", flat=True)[:KEPT]
        return self.exclude(pk__in=list(kept))


class DataPackage(models.Model):
    """One package: its file, what datapackage.json says in it, and of which version of the public data it was made.

    Storing it moves the version as well, so that the pages that name it are new; `covers` is the version up to which
    it holds the data as they are.
    """

    data_version = models.PositiveBigIntegerField(_("data version"))
    covers = models.PositiveBigIntegerField(_("holds up to version"))
    built_at = models.DateTimeField(_("built at"), default=timezone.now)
    file = models.FileField(_("file"), upload_to="packages")
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    descriptor = models.JSONField(_("datapackage.json"))

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("data package")
        verbose_name_plural = _("data packages")
        default_permissions = []

    def __str__(self):
        return f"{self.data_version} · {self.sha256[:8]}"

    @property
    def day(self):
        """The local day on which it was built: some columns depend on it."""
        return timezone.localdate(self.built_at)

    @property
    def is_there(self):
        """Whether the storage still has its file."""
        return self.file.storage.exists(self.file.name)
