"""The open site in a process of its own: the public key, two narrow database roles, and nothing of the house.

`manage.py serve --only public` starts it, with a user, a secret key and an environment of its own (deploy/open.env). It
holds no broker, no key store, no user and no session. What it takes in it cannot read without the writer's code, and
the rights of its roles (rights.py) say so once more in the database.
"""

import os
from pathlib import Path

from vaern import environment
from vaern.config.settings import *  # noqa: F403
from vaern.config.settings import BROKER_FOLDER as BESIDE_THE_BROKER
from vaern.config.settings import HOME, REQUEST_BYTES
from vaern.config.settings import MIDDLEWARE as EVERY_LAYER
from vaern.config.settings import SILENCED_SYSTEM_CHECKS as SILENCED_EVERYWHERE
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
# No session, and so nothing to hang these on: forms are asked where they come from (public/origin.py).
NOT_HERE = ("sessions", "CsrfView", "Authentication", "allauth", "OpenSiteApart")
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
# both are one connection: for a machine without real people (checks.py).
HOUSE = environment.text("VAERN_DATABASE", f"sqlite://{HOME / 'data.sqlite3'}")
DATABASES = {"default": environment.database("VAERN_DROP_DATABASE", HOUSE)}
DROP_IS_NAMED = bool(environment.text("VAERN_DROP_DATABASE", ""))
MAILBOX_DATABASE = "default"
if environment.text("VAERN_MAILBOX_DATABASE", ""):
    DATABASES["mailbox"] = environment.database("VAERN_MAILBOX_DATABASE", "")
    MAILBOX_DATABASE = "mailbox"
DATABASE_ROUTERS: list[str] = []
FILE_UPLOAD_HANDLERS: list[str] = []  # the open site takes no files
FILE_REQUEST_BYTES = REQUEST_BYTES

PUBLIC_KEY_FOLDER = Path(environment.text("VAERN_PUBLIC_KEY_FOLDER", str(BESIDE_THE_BROKER)))
BROKER_FOLDER = None  # whoever asks for the broker here fails loudly
SEALS_THE_TRAIL = False  # done by a process that has the key of the chain, at its next act or by the hourly upkeep
AUTHENTICATION_BACKENDS: list[str] = []
# W003: without a session there is no token in a form.
SILENCED_SYSTEM_CHECKS = [*SILENCED_EVERYWHERE, "security.W003"]
# Never shown, since the layer that would is not here; the house's own view would load the house.
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
# What only the house may know: an environment that names it here was copied, and a thief would find it (checks.py).
OF_THE_HOUSE = ("VAERN_DATABASE", "VAERN_KEYS_DATABASE", "VAERN_BROKER", "VAERN_BROKER_FOLDER", "VAERN_BROKER_LOG")
HOUSE_IS_NAMED = sorted(name for name in OF_THE_HOUSE if os.environ.get(name))
