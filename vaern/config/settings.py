"""The settings of every installation; what differs between machines comes from the environment.

VAERN_PRODUCTION=1 makes every unsafe default a refusal to start (see checks.py).
"""

from pathlib import Path

from csp.constants import NONE, SELF

from vaern.config import environment
from vaern.languages import catalogues

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = Path(environment.text("VAERN_HOME", str(BASE_DIR / "var")))  # databases and broker of a one-machine set-up
PRODUCTION = environment.flag("VAERN_PRODUCTION")

DEMO = environment.flag("VAERN_DEMO")  # pick-a-person sign-in and invented data, marked on every page

SECRET_KEY = environment.text("VAERN_SECRET_KEY", None if PRODUCTION else "only-for-a-machine-without-real-people")
DEBUG = False  # never: a traceback page would show what people wrote
ALLOWED_HOSTS = environment.names("VAERN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.names("VAERN_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "vaern.ui",
    "vaern.audit",
    "vaern.vault",
    "vaern.staff",
    "vaern.directory",
    "vaern.languages",
    "vaern.inquiries",
    "vaern.risk",
    "vaern.cases",
    "vaern.desk",
    "vaern.public",
    "vaern.config",
]

MIDDLEWARE = [
    "vaern.config.middleware.Trouble",  # outermost: no failure may end without the phone numbers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vaern.config.middleware.QuietHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "vaern.public.language.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "vaern.config.urls"
WSGI_APPLICATION = "vaern.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "vaern.config.context.installation",
            ],
            "builtins": ["vaern.ui.templatetags.ui", "vaern.public.templatetags.open", "vaern.desk.templatetags.desk"],
        },
    }
]

# Two databases: the keys live apart from what they open, with a shorter backup life.
DATABASES = {
    "default": environment.database("VAERN_DATABASE", f"sqlite://{HOME / 'data.sqlite3'}"),
    "keys": environment.database("VAERN_KEYS_DATABASE", f"sqlite://{HOME / 'keys.sqlite3'}"),
}
DATABASE_ROUTERS = ["vaern.config.routing.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # only Django's own tables use it; ours are UUIDs (a test says so)
# ATOMIC_REQUESTS stays off: the trace of a refused opening must survive the refusal.

BROKER_FOLDER = Path(environment.text("VAERN_BROKER_FOLDER", str(HOME / "broker")))

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["vaern.staff.signin.RolesBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my-day"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

SESSION_COOKIE_NAME = "s"  # neutral: the name of a cookie is seen in the browser
SESSION_COOKIE_AGE = 60 * 60 * 10  # a working day
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "c"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "vaern.desk.keeping.stale_form"

SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"  # not no-referrer: that makes a same-origin POST say "Origin: null"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Where the way out leads: a page anyone may have open, without sign-in or consent wall; change it to suit the users.
EXIT_ADDRESS = environment.text("VAERN_EXIT_ADDRESS", "https://www.dmi.dk/")

# Where somebody who finds a weakness writes: "mailto:…" or "https://…". Empty, and the page that names it is not there.
SECURITY_CONTACT = environment.text("VAERN_SECURITY_CONTACT", "")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a pasted megabyte gets an answer at the field, not a broken page
FILE_UPLOAD_HANDLERS: list[str] = []  # no page takes files yet; nothing of a request may reach a disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600  # a screening with every group open sends about 300

# A file in the folder is a language; the .mo files that Django reads are made from it when the site starts.
LANGUAGE_CODE = catalogues.SOURCE
CATALOGUES = BASE_DIR / "vaern" / "languages" / "catalogues"
LOCALE_PATHS = [BASE_DIR / "build" / "locale"]
LANGUAGES = [(LANGUAGE_CODE, "Dansk"), *((each.code, each.name) for each in catalogues.found(CATALOGUES).values())]
LANGUAGES_BIDI = [each.code for each in catalogues.found(CATALOGUES).values() if each.is_right_to_left]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["vaern.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [("dkfds", BASE_DIR / "build" / "static" / "dkfds")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uploaded touches a disk
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# Requests are not logged at all: a path or an address in a log file is a trace of a person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"nameless": {"()": "vaern.config.logs.Nameless"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nameless"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
    },
}
