"""Django's settings. Each that an installation may change is read from the environment; defaults are safe.

`docs/reference/settings.md` lists them. Importing this module writes nothing: `config.start` does.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from alliance_site.config.database import database_of
from alliance_site.config.secret_key import secret_key_of
from alliance_site.config.told import told_in

ENV = os.environ
PACKAGE = Path(__file__).resolve().parents[1]


def _on(name: str, default: bool = False) -> bool:
    """Whether a switch of the environment is on: 1, on, true or yes."""
    return ENV.get(name, str(default)).strip().lower() in {"1", "on", "true", "yes"}


# Where things are
ALLIANCE_STORE = Path(ENV.get("ALLIANCE_STORE", "alliance-store")).resolve()
DEMO_FOLDER = Path(ENV["ALLIANCE_DEMO"]).resolve() if ENV.get("ALLIANCE_DEMO") else None
DEMO = DEMO_FOLDER is not None
SITE_FOLDER = Path(ENV.get("ALLIANCE_SITE_FOLDER", DEMO_FOLDER or ALLIANCE_STORE / "site")).resolve()

# What this site is
_TOLD = told_in(DEMO_FOLDER)
SITE_NAME = ENV.get("ALLIANCE_SITE_NAME") or _TOLD.get("alliance_name", "Cancer Alliance")
ALLIANCE_PLACE = ENV.get("ALLIANCE_PLACE") or _TOLD.get("alliance")
NHS_IDENTITY = _on("ALLIANCE_NHS_IDENTITY")

# Safety
DEBUG = _on("ALLIANCE_DEBUG")
HTTPS = _on("ALLIANCE_HTTPS", default=not DEMO)
SECRET_KEY = secret_key_of(SITE_FOLDER, ENV.get("ALLIANCE_SECRET_KEY"))
ALLOWED_HOSTS = ENV.get("ALLIANCE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in ENV.get("ALLIANCE_ORIGINS", "").split(",") if o]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alliance_site.config.problems.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _on("ALLIANCE_TRUSTED_PROXY") else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "alliance_site.accounts",
    "alliance_site.register",
    "alliance_site.board",
    "alliance_site.voices",
    "alliance_site.evidence",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance_site.config.middleware.OwnPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alliance_site.config.middleware.AllianceErrorMiddleware",
]

ROOT_URLCONF = "alliance_site.config.urls"
ASGI_APPLICATION = "alliance_site.config.asgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "alliance_site.config.jinja.site_context",
    "alliance_site.wording.words",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "environment": "alliance_site.config.jinja.environment",
            "context_processors": _CONTEXT,
        },
    },
    {  # allauth's own pages are Django templates; ours wrap them in base.jinja
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates" / "accounts"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

DATABASES = {"default": database_of(ENV.get("ALLIANCE_DATABASE_URL"), SITE_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60 * 60

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Signing in: accounts are opened by the alliance, never by a visitor.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alliance_site.accounts.adapter.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
if DEMO:  # everyone shares one printed password: limits would only hinder the tour
    ACCOUNT_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the alliance opened the account: nobody can have taken another's address

EMAIL_HOST = ENV.get("ALLIANCE_EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = ENV.get("ALLIANCE_EMAIL_FROM", "alliance@localhost")

# A fault of ours is told to whoever runs the server; Django alone would keep it to itself.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
