from django.apps import AppConfig
from django.conf import settings

from vaern.languages.catalogues import compile_stale


class LanguagesConfig(AppConfig):
    name = "vaern.languages"

    def ready(self) -> None:
        # Here, so that no command and no test can run with yesterday's words.
        compile_stale(settings.CATALOGUES, settings.LOCALE_PATHS[0])
