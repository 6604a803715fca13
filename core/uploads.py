"""One limit for a form with its files: files beyond it are thrown away while read, and the text beside them stays."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.utils.translation import gettext as _

from core import outages

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
READ_AT_MOST = 4  # times the limit; what is larger is not even read
KEPT_AT_MOST = 10  # times the limit of files: so many still reach the form, which names them in its own words


def problem_of(request):
    """Why the files of the form that was sent were not taken; nothing when they were. Reads the form."""
    if declared(request.META) > READ_AT_MOST * settings.MAX_FORM_MEGABYTES * MEGABYTE:
        request.is_unread = True
        return too_large()
    request.POST  # noqa: B018 (is read here)
    return getattr(request, "upload_problem", "")


def declared(headers):
    """The bytes that a request says it has."""
    try:
        return int(headers.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def too_large():
    limit = {"limit": settings.MAX_FORM_MEGABYTES}
    return _("The form and its files are together larger than %(limit)s MB: send fewer or smaller files.") % limit


def no_room():
    return _("The server has no room left for files. The text can be stored without them; tell the site's operators.")


def too_many():
    limit = {"limit": settings.MAX_FILES}
    return _("A form takes at most %(limit)s files: send fewer, and add the others afterwards.") % limit


class Limit(FileUploadHandler):
    """Stands before the handlers that keep files: past the limits no file reaches them, and the request says why."""

    files = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 (Django's name)
        if content_length > settings.MAX_FORM_MEGABYTES * MEGABYTE:
            self.request.upload_problem = too_large()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > KEPT_AT_MOST * settings.MAX_FILES:
            self.request.upload_problem = too_many()
        if getattr(self.request, "upload_problem", ""):
            raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class TemporaryFiles(TemporaryFileUploadHandler):
    """Files that are too large for memory; where the disk has no room for them, the request says so."""

    def receive_data_chunk(self, raw_data, start):
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError as error:
            if not outages.is_full(error):
                raise
            self.request.upload_problem, self.request.upload_status = no_room(), 507
            logger.exception("No room for uploaded files")
            with suppress(OSError):  # closing would write what is left once more
                self.file.close()
            raise SkipFile from error
