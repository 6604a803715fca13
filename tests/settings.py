"""The portal's own settings with what a test run needs: a key, plain static files, no redirect to HTTPS."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "abcdefghijklmnopqrstuvwxyz-0123456789")
os.environ.setdefault("HTTPS", "off")

from pairing_portal.settings import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # from the sources: nothing has to be collected first
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORED_ANSWERS_MB = 0  # so that each test reads what it has just written; tests of the store give it room
DAILY_LETTER_HOUR = 24  # a test writes the letters of a day itself
SCAN_COMMAND = []  # tests of it name one
DOWNLOAD_LIMIT = 0  # a test of it sets one
API_LIMIT = 0  # a test of it sets one
BACKUP_DAYS = 0  # tests of the reminder set it
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]  # without HTTPS, browsers give passkeys to localhost only
MFA_PASSKEY_LOGIN_ENABLED = True
SESSION_SEEN_SECONDS = 3600  # however slow a test is, a page asks as much at its end; tests of it set a minute
STAFF_SECOND_FACTOR = False  # tests of it switch it on
if "postgresql" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # Trying every order of many joins costs more than it brings where tables hold a handful of rows.
    in_order = "-c join_collapse_limit=1 -c from_collapse_limit=1"
    OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
    OPTIONS["options"] = f"{OPTIONS['options']} {in_order}"
