"""Django's settings, one file; whatever differs between deployments comes from the environment."""

import os
import sys
import tomllib
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config.environment import EnvironmentRefused, read_environment, read_site
from config.mail import read_mail
from config.private import database_files, tighten
from config.secret import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VAR = BASE_DIR / "var"
VAR.mkdir(mode=0o700, exist_ok=True)

try:
    ENVIRONMENT = read_environment(os.environ, default_database=VAR / "db.sqlite3")
    MAIL = read_mail(os.environ)
    SITE = read_site(os.environ)
except EnvironmentRefused as refusal:
    raise ImproperlyConfigured(str(refusal)) from None
tighten(VAR, database_files(ENVIRONMENT.database))

SECRET_KEY = ENVIRONMENT.secret_key or kept_key(VAR / "secret-key")
# Both are outside the database, so that nobody who can only write to the database can rewrite the audit log unnoticed.
AUDIT_KEY = ENVIRONMENT.audit_key or kept_key(VAR / "audit-key")
AUDIT_ANCHOR = ENVIRONMENT.audit_anchor or VAR / "audit-anchor.txt"
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "accounts",
    "evaluations.units",
    "evaluations.fiscal_years",
    "evaluations.projects",
    "evaluations.records",
    "evaluations.contents",
    "evaluations.contents.former.apps.BasicDataConfig",
    "evaluations.contents.former.apps.SelfAssessmentConfig",
    "evaluations.narrative",
    "evaluations.dossier",
    "evaluations.tables",
    "evaluations.hand_ins",
    "evaluations.access",
    "evaluations.registry",
    "evaluations.history",
    "evaluations.comments",
    "evaluations.workflow",
    "evaluations.files",
    "evaluations.panels",
    "evaluations.lists",
    "evaluations.shared_pages",
    "evaluations.filling",
    "evaluations.desk",
    "evaluations.own_forms",
    "evaluations.auditing",
    "evaluations.administration",
    "evaluations.home",
    "evaluations.demo",
    "evaluations.founding",
]

MIDDLEWARE = [
    "config.proxies.TrustProxies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.protection.Protect",
    "accounts.middleware.NoteOrigin",
    "config.front.refusing.AnswerRefused",
    "config.outage.AnswerAtOnce",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.activity.NoteActs",
    "accounts.middleware.SignInFirst",
    "accounts.middleware.RenewPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.Acknowledge",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.once"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.place",
                "accounts.context_processors.sent",
                "evaluations.demo.band.demo",
                "evaluations.home.navigation.navigation",
                "evaluations.home.footer.footer",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Language, time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Signing in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.MembershipBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.FrugalArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.HardToGuess"},
    {"NAME": "accounts.passwords.NotUsedBefore"},
]
PASSWORD_DAYS = ENVIRONMENT.password_days
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = LOGIN_URL
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = ENVIRONMENT.idle_minutes
# In a cookie instead of the session, so that showing a page writes nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Mail: offered only if a server is set

MAILERS = {"default": MAIL.mailer} if MAIL else {}
SILENCED_SYSTEM_CHECKS = ["mail.W001"]  # without a server, nothing is sent or offered
DEFAULT_FROM_EMAIL = MAIL.sender if MAIL else ""

# What a browser may send and do

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Large uploads are stored here while they are read, where others can't see them.
FILE_UPLOAD_TEMP_DIR = VAR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "config.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True  # every form contains the token; no script reads the cookie
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
# Browsers accept cookies with such a name only over HTTPS and from this very host.
COOKIE_PREFIX = "__Host-" if ENVIRONMENT.https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Static files: our own, and those derived from npm packages

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.staticfiles.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.ModuleStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"outages": {"()": "config.outage.BriefOutages"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
            "filters": ["outages"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own entry would send mail to administrators, of whom there are none.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
