"""Taking the filtered pairs away, as the public list does."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

downloads = []
