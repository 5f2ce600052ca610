"""The settings of every installation; what differs between machines comes from the environment.

VAERN_PRODUCTION=1 makes every unsafe default a refusal to start (see checks.py).
"""

from pathlib import Path

from csp.constants import NONE, SELF

from vaern import environment
from vaern.config.static import is_numbered
from vaern.languages import catalogues

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = Path(environment.text("VAERN_HOME", str(BASE_DIR / "var")))  # databases and broker of a one-machine set-up
PRODUCTION = environment.flag("VAERN_PRODUCTION")

OPEN_SITE_APART = environment.flag("VAERN_OPEN_SITE_APART")  # it is a process of its own: its forms are none of ours
BEHIND_PROXY = environment.flag("VAERN_BEHIND_PROXY")  # a proxy of ours holds TLS and sets X-Forwarded-Proto itself

DEMO = environment.flag("VAERN_DEMO")  # pick-a-person sign-in and invented data, marked on every page

DEFAULT_KEY = "only-for-a-machine-without-real-people"  # in production it is refused (checks.py)
SECRET_KEY = environment.text("VAERN_SECRET_KEY", None if PRODUCTION else DEFAULT_KEY)
DEBUG = False  # never: a traceback page would show what people wrote
# A licensee's own file of official labels, laid over ours in assessments begun from now on; it is never in the source.
OFFICIAL_LABELS = environment.text("VAERN_OFFICIAL_LABELS", "")

ALLOWED_HOSTS = environment.names("VAERN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.names("VAERN_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "allauth",  # checks codes and passkeys; no page of its own is routed (docs/decisions/0011)
    "allauth.account",  # needed by the next, and otherwise not used
    "allauth.mfa",
    "vaern.ui",
    "vaern.audit",
    "vaern.vault",
    "vaern.staff",
    "vaern.directory",
    "vaern.languages",
    "vaern.mailbox",
    "vaern.inquiries",
    "vaern.cases",
    "vaern.risk",
    "vaern.sharing",
    "vaern.travel",
    "vaern.guests",
    "vaern.closing",
    "vaern.desk",
    "vaern.public",
    "vaern.play",
    "vaern.operations",
    "vaern.bench",
    "vaern.docs",
    "vaern.config",
]

MIDDLEWARE = [
    "vaern.config.middleware.Trouble",  # outermost: no failure may end without the phone numbers
    "vaern.config.middleware.QuietHeaders",  # around all that answers by itself, the way to https and to files included
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vaern.config.middleware.Refusals",
    "vaern.config.middleware.OpenSiteApart",  # before anything that reads a form
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vaern.public.language.LanguageOfTheAddress",  # after it is known who asks: a draft is there for staff alone
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "vaern.config.urls"
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

# The broker: a process of its own behind this socket (`manage.py broker`), or the folder itself where none is named.
BROKER_SOCKET = environment.text("VAERN_BROKER", "")
BROKER_FOLDER = Path(environment.text("VAERN_BROKER_FOLDER", str(HOME / "broker")))
RECOVERY_KEY = Path(environment.text("VAERN_RECOVERY_KEY", str(HOME / "recovery.public")))  # what copies are sealed to
BROKER_LOG = Path(environment.text("VAERN_BROKER_LOG", str(HOME / "broker-log")))
# What the open site needs; in a process of its own it has these and no broker (see settings_open.py).
PUBLIC_KEY_FOLDER = BROKER_FOLDER
MAILBOX_DATABASE = "default"  # where it reads and removes threads; it adds them in "default"
SEALS_THE_TRAIL = True
MAILBOX_COOKIE = "__Host-m" if PRODUCTION else "m"  # the prefix needs TLS, which a machine for trying out has not
ERRAND_COOKIE = "__Host-e" if PRODUCTION else "e"  # of whoever writes or reads on the open site (public/errand.py)

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["vaern.staff.signin.RolesBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my-day"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name"]},
    },
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "vaern.staff.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # a code counts for its own 30 seconds and those beside, once

SESSION_ABSOLUTE_HOURS = environment.number("VAERN_SESSION_HOURS", 12, least=1, most=24)
SESSION_IDLE_MINUTES = environment.number("VAERN_SESSION_IDLE_MINUTES", 60, least=1, most=720)
LINK_HOURS = 72  # how long an invitation or a new way in waits
# The header a proxy writes the visitor's address in; empty: no proxy, the connection's own. Kept only as a keyed hash.
ADDRESS_HEADER = environment.text("VAERN_ADDRESS_HEADER", "X-Real-IP" if PRODUCTION else "")

# Neutral: its name is seen in the browser. The prefix, which needs TLS, keeps other sites of the domain out.
SESSION_COOKIE_NAME = "__Host-s" if PRODUCTION else "s"
SESSION_COOKIE_AGE = 60 * 60 * SESSION_ABSOLUTE_HOURS
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "c"  # read by our scripts under this name
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "vaern.config.refusing.not_sent_from_here"

SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading would write the host's name into every browser
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

# Whether a citizen's visit leaves one entry in the tab, at the price of Back between our pages (decision 18).
ONE_ENTRY = environment.flag("VAERN_ONE_ENTRY", default=True)

REQUEST_BYTES = 3 * 1024 * 1024  # nothing larger is taken in (intake.py); above what a form may hold
FILE_BYTES = 10 * 1024 * 1024  # one file of a case: a picture of 12 million dots, or 30 scanned pages in grey
FILE_REQUEST_BYTES = FILE_BYTES + 512 * 1024  # with its form; only at the address that takes files (intake.py)
FILE_ADDRESS = r"/desk/sager/[0-9a-f-]{36}/filer/ny/"
# A virus scanner that speaks as clamd: the path of its socket, or host:port.
SCANNER = environment.text("VAERN_SCANNER", "")

# Where somebody who finds a weakness writes: "mailto:…" or "https://…". Without it the page that names it is not there.
SECURITY_CONTACT = environment.contact("VAERN_SECURITY_CONTACT")

# Where somebody writes who cannot use the pages: "mailto:…" or "https://…"; stands in the accessibility statement.
WRITTEN_CONTACT = environment.contact("VAERN_WRITTEN_CONTACT")

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a pasted megabyte gets an answer at the field, not a broken page
# Files stay in memory: without the handler that writes temporary files, nothing of a request can reach a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = FILE_REQUEST_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 2
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
    "staticfiles": {"BACKEND": "vaern.config.static.NumberedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # the names we write them under tell what a page is about
WHITENOISE_IMMUTABLE_FILE_TEST = is_numbered
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Requests are not logged at all: a path or an address in a log file is a trace of a person. See logs.py for what is.
LOG_LEVEL = environment.one_of("VAERN_LOG_LEVEL", "WARNING", ("ERROR", "WARNING", "INFO"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "vaern.config.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
        "_granian": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
    },
}
