"""The open site in a process of its own: the public key, two narrow database roles, and nothing of the house.

`manage.py serve --only public` starts it. It holds no broker, no key store, no user and no session. What it takes in it
cannot read without the writer's code, and the rights of its roles (rights.py) say so once more in the database.
"""

from pathlib import Path

from vaern.config import environment
from vaern.config.settings import *  # noqa: F403
from vaern.config.settings import BROKER_FOLDER as BESIDE_THE_BROKER
from vaern.config.settings import HOME
from vaern.config.settings import MIDDLEWARE as EVERY_LAYER
from vaern.config.settings import TEMPLATES as EVERY_TEMPLATE

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "vaern.ui",
    "vaern.audit",
    "vaern.vault",
    "vaern.directory",
    "vaern.languages",
    "vaern.mailbox",
    "vaern.public",
    "vaern.config",
]
NOT_HERE = (
    "sessions",
    "CsrfView",
    "Authentication",
    "allauth",
)  # no cookie to hang them on: forms are checked by their origin
MIDDLEWARE = [layer for layer in EVERY_LAYER if not any(name in layer for name in NOT_HERE)]
ROOT_URLCONF = "vaern.config.urls_open"
TEMPLATES = [
    EVERY_TEMPLATE[0]
    | {
        "OPTIONS": EVERY_TEMPLATE[0]["OPTIONS"]
        | {"builtins": ["vaern.ui.templatetags.ui", "vaern.public.templatetags.open"]}
    }
]

# The same database twice, each time as another role: one adds, one reads and removes. SQLite has no roles, and there
# both are one connection.
HOUSE = environment.text("VAERN_DATABASE", f"sqlite://{HOME / 'data.sqlite3'}")
DATABASES = {"default": environment.database("VAERN_DROP_DATABASE", HOUSE)}
MAILBOX_DATABASE = "default"
if environment.text("VAERN_MAILBOX_DATABASE", ""):
    DATABASES["mailbox"] = environment.database("VAERN_MAILBOX_DATABASE", "")
    MAILBOX_DATABASE = "mailbox"
DATABASE_ROUTERS: list[str] = []
FILE_UPLOAD_HANDLERS: list[str] = []  # the open site takes no files

PUBLIC_KEY_FOLDER = Path(environment.text("VAERN_PUBLIC_KEY_FOLDER", str(BESIDE_THE_BROKER)))
BROKER_FOLDER = None  # whoever asks for the broker here fails loudly
SEALS_THE_TRAIL = False  # done by a process that has the key of the chain, at its next act or by the hourly upkeep
AUTHENTICATION_BACKENDS: list[str] = []
