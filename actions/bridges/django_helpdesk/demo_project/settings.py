"""Django's settings for the demo help desk; everything that varies is in DEMO_DESK_… variables."""

import json
import os
from pathlib import Path

HOME = Path(os.environ["DEMO_DESK_HOME"])

SECRET_KEY = os.environ["DEMO_DESK_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "urls"
LOGIN_URL = "/helpdesk/login/"
LOGIN_REDIRECT_URL = "/helpdesk/"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
MEDIA_ROOT = str(HOME / "media")
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # the demo mails nobody

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "desk.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]
}

HELPDESK_TEAMS_MODE_ENABLED = False
NEW_TICKET_WEBHOOK_URLS = json.loads(os.environ.get("DEMO_DESK_NEW_TICKET_WEBHOOK_URLS", "[]"))


FOLLOWUP_WEBHOOK_URLS = json.loads(os.environ.get("DEMO_DESK_FOLLOWUP_WEBHOOK_URLS", "[]"))


def HELPDESK_GET_FOLLOWUP_WEBHOOK_URLS() -> list[str]:  # noqa: D103
    return list(FOLLOWUP_WEBHOOK_URLS)


def HELPDESK_GET_NEW_TICKET_WEBHOOK_URLS() -> list[str]:  # noqa: D103
    return list(NEW_TICKET_WEBHOOK_URLS)
