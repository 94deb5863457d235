"""The one settings file. Every value comes from the environment and is safe where none is given.

`docs/operations/settings.md` explains each name.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kerege_web.database import database_settings
from kerege_web.environment import workspace_folder
from kerege_web.static_digest import static_digest


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _yes(name: str, default: str = "no") -> bool:
    word = _text(name, default).lower()
    if word not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}.")
    return word == "yes"


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in _text(name, default).split(",") if word.strip()]


def _share(name: str) -> float | None:
    """A probability above one half, or None where nothing is said."""
    text = _text(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.5 < value < 1:
        raise ImproperlyConfigured(f"{name} must be a number between 0.5 and 1, or empty, not {text!r}.")
    return value


BASE_DIR = Path(__file__).resolve().parent
WORKSPACE = workspace_folder()

SECRET_KEY = _text("KEREGE_SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured(
        "KEREGE_SECRET_KEY must hold at least 32 characters. `kerege init` writes one into the workspace."
    )
SECRET_KEY_FALLBACKS = _words("KEREGE_OLD_SECRET_KEYS")
DEBUG = _yes("KEREGE_DEBUG")
ALLOWED_HOSTS = _words("KEREGE_HOSTS", "127.0.0.1,localhost,[::1]")

# Kerege
KEREGE_REGION = _text("KEREGE_REGION")
KEREGE_AGENCY = _text("KEREGE_AGENCY", "border-service")
KEREGE_ADDRESS = _text("KEREGE_ADDRESS")
KEREGE_WATCH_HOUR = int(_text("KEREGE_WATCH_HOUR", "6"))
KEREGE_IS_DEMONSTRATION = _yes("KEREGE_DEMONSTRATION")
KEREGE_MAX_IMPORT_MB = int(_text("KEREGE_MAX_IMPORT_MB", "50"))
KEREGE_CONTACT_DAYS = int(_text("KEREGE_CONTACT_DAYS", "90"))
KEREGE_REPORTS_PER_MINUTE = float(_text("KEREGE_REPORTS_PER_MINUTE", "6"))
KEREGE_LINK_PROBABILITY = _share("KEREGE_LINK_PROBABILITY")
KEREGE_ODK_ANONYMOUS = _yes("KEREGE_ODK_ANONYMOUS")
KEREGE_DEVICE_PER_MINUTE = int(_text("KEREGE_DEVICE_PER_MINUTE", "120"))
KEREGE_CAP_FEEDS = _words("KEREGE_CAP_FEEDS")
KEREGE_CAP_INNER_HOSTS = _words("KEREGE_CAP_INNER_HOSTS")
KEREGE_CAP_SENDER = _text("KEREGE_CAP_SENDER")
KEREGE_CAP_KEY = _text("KEREGE_CAP_KEY")
KEREGE_CAP_CERTIFICATE = _text("KEREGE_CAP_CERTIFICATE")

# Messages out: a channel of which nothing is said is not there.
KEREGE_SMS_URL = _text("KEREGE_SMS_URL")
KEREGE_SMS_SECRET = _text("KEREGE_SMS_SECRET")
KEREGE_SMS_SENDER = _text("KEREGE_SMS_SENDER")
KEREGE_TELEGRAM_TOKEN = _text("KEREGE_TELEGRAM_TOKEN")
KEREGE_TELEGRAM_URL = _text("KEREGE_TELEGRAM_URL", "https://api.telegram.org")
EMAIL_HOST = _text("KEREGE_EMAIL_HOST")
EMAIL_PORT = int(_text("KEREGE_EMAIL_PORT", "587"))
EMAIL_HOST_USER = _text("KEREGE_EMAIL_USER")
EMAIL_HOST_PASSWORD = _text("KEREGE_EMAIL_PASSWORD")
EMAIL_USE_TLS = _yes("KEREGE_EMAIL_TLS", "yes")
DEFAULT_FROM_EMAIL = _text("KEREGE_EMAIL_SENDER", "kerege@localhost")
EMAIL_TIMEOUT = 20

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "kerege_web.audit",
    "kerege_web.accounts",
    "kerege_web.reports",
    "kerege_web.incidents",
    "kerege_web.context",
    "kerege_web.warning",
    "kerege_web.rumours",
    "kerege_web.alerts",
    "kerege_web.response",
    "kerege_web.publication",
    "kerege_web.risk",
    "kerege_web.pages",
    "kerege_web.picture",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kerege_web.response_headers.ResponseHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kerege_web.local_time.LocalTimeMiddleware",
    "kerege_web.accounts.language_choice.LanguageChoiceMiddleware",
    "kerege_web.accounts.password_duty.PasswordDutyMiddleware",
    "kerege_web.denied.DeniedMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kerege_web.urls"
WSGI_APPLICATION = "kerege_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kerege_web.pages.context.page_frame",
                "kerege_web.reports.context.desk_frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_settings(_text("DATABASE_URL"), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Lock-out counters live here: they must be shared by all processes and outlive a restart.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600

# People
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login",)},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/picture"
ACCOUNT_ADAPTER = "kerege_web.accounts.adapter.LocalAccountAdapter"
MFA_ADAPTER = "kerege_web.accounts.adapter.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five failures lock one login for fifteen minutes; thirty a minute lock one address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/15m/key",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _yes("KEREGE_BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kerege"

# Languages. A missing message falls back to LANGUAGE_CODE, so it must be the language of the messages themselves.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("ky", "Кыргызча"), ("tg", "Тоҷикӣ"), ("uz", "Oʻzbekcha")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# The digest stands in the path, so that modules can import each other by name and yet be cached for ever.
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_DIGEST = static_digest(BASE_DIR)
STATIC_URL = f"/static/{STATIC_DIGEST}/"
STATIC_ROOT = WORKSPACE / "static" / STATIC_DIGEST
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": WORKSPACE / "bulletins"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".woff2": "font/woff2"}
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Protection. KEREGE_HTTPS=no is for one machine that serves itself at 127.0.0.1 only.
HTTPS = _yes("KEREGE_HTTPS", "yes")
SECURE_SSL_REDIRECT = HTTPS
# A form client takes no redirect; its door refuses what comes without encryption by itself.
SECURE_REDIRECT_EXEMPT = [r"^odk/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _yes("KEREGE_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-kerege" if HTTPS else "kerege"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "kerege_web.pages.views.stale_form"
CSRF_TRUSTED_ORIGINS = _words("KEREGE_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": _text("KEREGE_LOG_LEVEL", "WARNING").upper()},
    "loggers": {"django.request": {"level": "ERROR"}},
}
