"""The proof of a backup: restored by a process of its own into an empty place, where everything is looked at."""

import os
import subprocess
import sys
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from .archive import read_manifest
from .exceptions import BackupRefused
from .paths import scratch_folder


def prove(path, passphrase=""):
    """Restore the backup at `path` into a scratch database and folder; BackupRefused unless all of it is as it was."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", "--scratch", str(path)]
    with scratch_folder() as folder:
        place = {"DATABASE_URL": f"sqlite:///{quote(str(folder))}/portal.sqlite3", "MEDIA_ROOT": str(folder / "media")}
        place |= {"DATABASE_REPLICA_URL": "", "CACHE_URL": "", "BACKUP_PASSPHRASE": passphrase}
        done = subprocess.run(command, env=os.environ | place, capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().removeprefix("CommandError: ") or done.stdout.strip()
        raise BackupRefused(_("It could not be restored for its proof: %(reason)s") % {"reason": reason})


def verify(path, passphrase=""):
    """Read all of a backup and prove it; its Manifest."""
    manifest = read_manifest(path, passphrase)
    prove(path, passphrase)
    return manifest
