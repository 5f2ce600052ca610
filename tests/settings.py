"""The product's settings, with what a test run needs: databases, broker and home of its own, and no static scan."""

import os
from pathlib import Path

os.environ.setdefault("VAERN_HOME", str(Path(__file__).resolve().parents[1] / "build" / "tests" / str(os.getpid())))

from vaern.config import settings
from vaern.config.settings import *  # noqa: F403
from vaern.config.settings import DATABASES, HOME, MIDDLEWARE, STORAGES

HOME.mkdir(parents=True, exist_ok=True)
for alias, database in DATABASES.items():
    if database["ENGINE"].endswith("sqlite3"):
        # Real files: threads and child processes open them too. The disk is not waited for.
        database["TEST"] = {"NAME": str(HOME / f"test-{alias}.sqlite3")}
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    else:
        database["TEST"] = {"NAME": f"test_{alias}"}
    database["CONN_MAX_AGE"] = 0


class Undefined(str):
    """Makes a template that names a variable it was not given fail, instead of showing nothing."""

    def __contains__(self, text: object) -> bool:
        return text == "%s" or super().__contains__(str(text))

    def __mod__(self, name: object) -> str:
        raise LookupError(f"The template asks for {name}, which the page did not give it.")


OPTIONS = settings.TEMPLATES[0]["OPTIONS"] | {"string_if_invalid": Undefined("undefined")}
TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": OPTIONS}]
MIDDLEWARE = [each for each in MIDDLEWARE if "whitenoise" not in each]  # it scans the folder for every test client
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["tests.hashing.QuickScrypt"]
SESSION_IDLE_MINUTES, SESSION_ABSOLUTE_HOURS = 60 * 24 * 365, 24 * 365  # the clock of many tests jumps by days
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
