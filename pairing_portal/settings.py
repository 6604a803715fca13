"""One settings file: everything that differs between machines comes from the environment."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from core.logs import to_standard_error

from .databases import database_options
from .env import Environment, kept_secret, police_record

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"
env = Environment()
ENVIRONMENT_FAULTS = env.faults  # reported by checks.py

DEBUG = env.boolean("DEBUG")
DEMO = env.boolean("DEMO")  # made-up data in a database of their own; the block at the end has the rest
SECRET_KEY = env.text("SECRET_KEY")
if DEBUG and not SECRET_KEY:
    SECRET_KEY = kept_secret(DATA_DIR / "secret-key", get_random_secret_key)
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "pairing_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",  # its templates, for FORM_RENDERER
    "import_export",
    "django_filters",
    "simple_history",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pairing_portal",
    "opendata",
    "core",
    "pairs",
    "accounts",
    "activities",
    "oversight",
    "public",
    "demo",
]

MIDDLEWARE = [
    "core.middleware.numbered",
    "core.metrics.RequestMetrics",
    "pairing_portal.middleware.only_what_the_api_speaks",
    "core.stored_answers.middleware.stored_answers",
    "core.frame_room.roomy",
    "pairing_portal.middleware.on_every_answer",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pairing_portal.middleware.cache_rules",
    "pairing_portal.middleware.only_known_methods",
    "core.middleware.without_added",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pairing_portal.middleware.language_of_address",
    "pairing_portal.input_limits.Refusals",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.audit.middleware.audited",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pairing_portal.middleware.Guard",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.questions.answers_of_request",
    "core.retries.Retries",
]

ROOT_URLCONF = "pairing_portal.urls"
WSGI_APPLICATION = "pairing_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.templatetags.portal.site",
            ],
            "libraries": {"i18n": "core.constant_texts"},  # Django's, quicker
        },
    }
]

# Data
DATABASE_CONNECT_SECONDS = env.seconds("DATABASE_CONNECT_SECONDS", default=5)  # PostgreSQL only; 0 waits for ever
DATABASE_STATEMENT_SECONDS = env.seconds("DATABASE_STATEMENT_SECONDS", default=30)
own_file = DATA_DIR / ("demo.sqlite3" if DEMO else "portal.sqlite3")
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{own_file}")}
if env.text("DATABASE_REPLICA_URL"):  # public answers are built from it where it has reached their version
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", default="") | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["core.replicas.ReplicaRouter"]
for database in DATABASES.values():
    database |= database_options(database, DEBUG, DATABASE_CONNECT_SECONDS, DATABASE_STATEMENT_SECONDS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Locks are in the default cache, since that is where libraries keep theirs unasked; all workers share it, and it
# throws nothing away before its time. Whatever may be lost goes into "pages".
CACHES = {
    "default": {"BACKEND": "core.lockouts.LocksCache", "LOCATION": "portal_locks", "OPTIONS": {"MAX_ENTRIES": 10_000}},
    "pages": env.cache("CACHE_URL", default="dummycache://"),  # shared by processes; each has its memory before it
}
STORED_ANSWERS_MB = env.number("STORED_ANSWERS_MB", default=64, least=0)  # in the memory of each process
# No public answer reads these; whatever is not named here moves the version of the public data when it is written.
NEVER_PUBLIC_TABLES = {
    "django_session", "django_admin_log", "django_migrations", "django_content_type", "auth_permission", "auth_group",
    "auth_group_permissions", "portal_locks", "portal_cache", "account_emailaddress", "account_emailconfirmation",
    "mfa_authenticator", "accounts_user", "accounts_invitation", "core_letter", "core_job", "pairs_listimport",
    "core_backup",
    "pairs_registerimport", "oversight_notereading", "oversight_reminder", "oversight_reminderletter",
    "oversight_inspection", "oversight_answer", "oversight_finding", "oversight_guidancenote", "public_errorreport",
    "public_comparison", "public_publicrecord", "oversight_noticemark", "oversight_dailyletter",
    "oversight_letterchoice", "oversight_letterround", "oversight_robot", "oversight_robotservice",
    "activities_sheet", "activities_columnmemory", "oversight_calendarkey", "oversight_findingfile",
    "oversight_nilreturn",
    "activities_questionanswer", "activities_keptupload", "activities_unsenttext", "activities_dismisseddoubt",
    "activities_deletedfile",
    "accounts_browsersession", "core_auditentry", "core_auditcount",
}  # fmt: skip
# Rows that no backup holds: they end by themselves, are made anew, or would be done a second time after a restore.
NOT_BACKED_UP = {
    "django_session", "accounts_browsersession", "portal_locks", "core_letter", "core_job", "public_datapackage",
    "public_comparison", "public_publicrecord",
}  # fmt: skip
BACKUP_PASSPHRASE = env.secret("BACKUP_PASSPHRASE")
BACKUP_DAYS = env.number("BACKUP_DAYS", default=0 if DEBUG else 2, least=0)  # an older backup is told of; 0: none is
MEDIA_ROOT = env.text("MEDIA_ROOT", default=str(BASE_DIR / "media"))

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PostBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "accounts.sessions"
SESSION_LIMITS = {  # a session ends when unused for some time, and after the longest time in any case
    "STAFF_IDLE_MINUTES": env.number("SESSION_STAFF_IDLE_MINUTES", default=30, least=5),
    "STAFF_LONGEST_HOURS": env.number("SESSION_STAFF_LONGEST_HOURS", default=12),
    "OTHERS_IDLE_MINUTES": env.number("SESSION_IDLE_MINUTES", default=720, least=5),
    "OTHERS_LONGEST_HOURS": env.number("SESSION_LONGEST_HOURS", default=168),
}
SESSION_SEEN_SECONDS = 60  # reading pages writes no more often that somebody is here
# The browser keeps the cookie for as long as any session may last; the portal itself knows when one ends.
SESSION_COOKIE_AGE = 3600 * max(SESSION_LIMITS["STAFF_LONGEST_HOURS"], SESSION_LIMITS["OTHERS_LONGEST_HOURS"])
PASSWORD_RESET_TIMEOUT = 3600  # seconds; the letter and its page say one hour
STAFF_SECOND_FACTOR = env.boolean("STAFF_SECOND_FACTOR", default=not DEBUG)
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # the ministry enters addresses, and an invitation reaches its reader there
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Django's own: that of allauth writes a row for the person named in a link, whoever opens it.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"
ACCOUNT_RATE_LIMITS = {  # a campus may share one address
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/15m/key",
    "reset_password": "20/m/ip,100/h/ip,3/15m/key",
    "invitation": "30/m/ip",
    "kept_text": "30/m/ip,40/d/key",  # what was typed in sessions that ended, for one person
    "error_report": "10/10m/ip,50/d/ip,1000/d/key",  # the last one is for everybody together
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
# Browsers give passkeys to pages of HTTPS only, and to this machine itself.
PASSKEYS = DEBUG or env.boolean("HTTPS", default=True)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if PASSKEYS else [])]
MFA_PASSKEY_LOGIN_ENABLED = PASSKEYS
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip", "webauthn_question": "60/m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ActivateForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyAloneForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.LocalHabitsValidator"},
]

API_LIMIT = env.number("API_LIMIT", default=600, least=0)  # answers built in a minute for one address
DOWNLOAD_LIMIT = env.number("DOWNLOAD_LIMIT", default=60, least=0)  # private files in a minute for one person
# The API: one reader is as good as another, and answers are JSON only
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "opendata.api.problems.Negotiated",
    "DEFAULT_SCHEMA_CLASS": "opendata.api.schema.TableSchema",
    "EXCEPTION_HANDLER": "opendata.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "高校结对帮扶数据接口 University Pairing Portal API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["opendata.api.schema.only_api"],
    "POSTPROCESSING_HOOKS": ["public.api.components.add_components"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # it reads tables, which the check may come before; a test asks the same
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
# The second holds sentences of Django and of packages that the portal says in its own words. `makemessages` does not
# know it, and what it does not hold is left as Django says it.
LOCALE_PATHS = [BASE_DIR / "pairing_portal" / "locale", BASE_DIR / "pairing_portal" / "stock_messages"]
FORMAT_MODULE_PATH = "pairing_portal.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "pairing_portal" / "static"]
STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# What a form may hold together with its files; the web server in front lets somewhat more through (deploy/), so that
# the answer is a page of our own. Past the limits files are thrown away while the text beside them is still read.
MAX_FORM_MEGABYTES = env.number("MAX_FORM_MEGABYTES", default=50)
MAX_FILES = 10
# What is kept: files and links of one entry; files, and their size together, of a pair and of a university in all its
# pairs.
MAX_ENTRY_FILES = env.number("MAX_ENTRY_FILES", default=50)
MAX_PAIR_FILES = env.number("MAX_PAIR_FILES", default=2000)
MAX_PAIR_MEGABYTES = env.number("MAX_PAIR_MEGABYTES", default=500)
MAX_UNIVERSITY_FILES = env.number("MAX_UNIVERSITY_FILES", default=4000)
MAX_UNIVERSITY_MEGABYTES = env.number("MAX_UNIVERSITY_MEGABYTES", default=1000)
FILE_UPLOAD_HANDLERS = [
    "core.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.uploads.TemporaryFiles",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# A virus scanner that is asked about every file before it is kept, as in "clamdscan --no-summary --fdpass".
SCAN_COMMAND = env.command("SCAN_COMMAND")
SCAN_SECONDS = env.number("SCAN_SECONDS", default=10)
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # beyond it nothing is read at all

# Trust
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accounts.views.expired_form.csrf_failure"  # what was typed waits
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
HTTPS = env.boolean("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# With this prefix a browser takes a cookie from this very host alone, over HTTPS, and from no neighbour of its domain.
HOST_ONLY = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ONLY}sessionid", f"{HOST_ONLY}csrftoken"
SECURE_HSTS_SECONDS = env.seconds("HSTS_SECONDS", default=31536000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.boolean("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = HTTPS and env.boolean("HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # lists of browsers are hard to leave: nobody enters them by default
    "templates.W003",  # the library i18n of TEMPLATES stands in the place of Django's
]
BEHIND_PROXY = env.boolean("BEHIND_PROXY")
if BEHIND_PROXY:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

METRICS_TOKEN = env.text("METRICS_TOKEN")  # who sends it reads /metrics; nothing is counted without

LOG_FORMAT = env.choice("LOG_FORMAT", ["line", "json"])
LOGGING = to_standard_error(LOG_FORMAT, DEBUG)

# Particulars of the site, shown in the footer and on the about page; empty ones are left out
SITE = {
    "name": env.text("SITE_NAME", default="高校结对帮扶"),
    "name_en": env.text("SITE_NAME_EN", default="University Pairing Portal"),
    "operator": env.text("SITE_OPERATOR"),
    "operator_en": env.text("SITE_OPERATOR_EN"),
    "strip": env.text("SITE_STRIP"),  # the line above the name; says whose site it is, as the operator words it
    "strip_en": env.text("SITE_STRIP_EN"),
    "icp": env.record("SITE_ICP"),
    "police": env.record("SITE_POLICE"),
    "code": env.site_code("SITE_ID_CODE"),
    "badge_link": env.page_address("SITE_BADGE_LINK"),
    "badge_image": env.own_path("SITE_BADGE_IMAGE"),
    "contact": env.text("SITE_CONTACT"),
    "address": env.address("SITE_ADDRESS", {"https"} if HTTPS else {"https", "http"}),  # canonical, without a path
}
SITE["police_link"] = police_record(SITE["police"])
RECORDS_NOT_SAID = [name for name in ("SITE_ICP", "SITE_POLICE") if not env.text(name)]

vars().update(env.mail("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = env.seconds("EMAIL_TIMEOUT", default=10) or 10  # a silent mail server is waited for no longer
DAILY_LETTER_HOUR = min(env.number("DAILY_LETTER_HOUR", default=8, least=0), 24)  # 24: the worker writes none
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="portal@localhost")

IMPORT_EXPORT_USE_TRANSACTIONS = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
ROBOT_CALLER = "oversight.robots.calling.post"  # what hands messages over to the services of group robots

# A demonstration touches nothing that is real: no files, no sign-ins, no letters; and every page of it says so.
if DEMO:
    MEDIA_ROOT = str(Path(MEDIA_ROOT) / "demo")
    SESSION_COOKIE_NAME = f"{HOST_ONLY}demo_sessionid"
    EMAIL_BACKEND = "demo.console_email.OnTheConsole"
    ROBOT_CALLER = "demo.console_robot.post"
    SITE["name"] += "（演示）"
    SITE["name_en"] += " (demo)"
    # It is on record nowhere, and nobody's.
    SITE |= dict.fromkeys(["strip", "strip_en", "icp", "police", "code", "badge_link", "badge_image"], "")
    SITE["environment"] = _("Demonstration data: every university, pair, activity and figure here is fictitious.")
