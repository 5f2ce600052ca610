"""The settings of the open site's own process, with what a test run changes in every process."""

from vaern.config.settings_open import *  # noqa: F403
from vaern.config.settings_open import MIDDLEWARE, STORAGES

MIDDLEWARE = [each for each in MIDDLEWARE if "whitenoise" not in each]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver"]
