"""A virus scanner that the operator names as a command; without one nothing is asked.

SCAN_COMMAND is asked about each file before it is kept: by its path at the end of the command, or on standard input
where the command ends in "-". It answers by its exit status: 0 for clean, 1 for infected. Whatever else happens, the
file is refused for now: what nobody has looked at is not kept.
"""

import logging
import subprocess
import tempfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLEAN, INFECTED = 0, 1
logger = logging.getLogger(__name__)


def check(data):
    """ValidationError where the scanner finds something in `data`, or does not answer in time."""
    if not settings.SCAN_COMMAND:
        return
    status = answer(data)
    if status == INFECTED:
        raise ValidationError(
            _("The virus scanner refuses the file. Nothing of it was kept: check your computer, and add a clean copy."),
            "infected",
        )
    if status != CLEAN:
        raise ValidationError(
            _(
                "The virus scanner does not answer at present, so that no file can be taken. "
                "Nothing of it was kept: try again in some minutes, or give a link instead."
            ),
            "no_scanner",
        )


def answer(data):
    """The exit status of the scanner; None where it cannot be started or takes too long."""
    *words, last = settings.SCAN_COMMAND
    try:
        if last == "-":
            return run(settings.SCAN_COMMAND, input=data)
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            return run([*words, last, file.name])
    except (OSError, subprocess.SubprocessError):
        logger.exception("The virus scanner cannot be asked")
        return None


def run(command, **options):
    done = subprocess.run(
        command, timeout=settings.SCAN_SECONDS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options
    )
    if done.returncode != CLEAN:
        said = done.stdout.decode(errors="replace").strip()[-500:]
        logger.log(logging.WARNING if done.returncode == INFECTED else logging.ERROR, "Virus scanner: %s", said)
    return done.returncode
