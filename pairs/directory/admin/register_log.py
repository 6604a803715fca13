"""Registers that were previewed and taken over."""

from django.contrib import admin

from pairs.directory.models.register_import import RegisterImport
from pairs.import_log import ImportLogAdmin

admin.site.register(RegisterImport, ImportLogAdmin)
