import logging
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import trans_real

from vaern.languages.catalogues import compile_stale, read

logger = logging.getLogger(__name__)


class LanguagesConfig(AppConfig):
    name = "vaern.languages"

    def ready(self) -> None:
        # Here, so that no command and no test can run with yesterday's words.
        not_written = compile_stale(settings.CATALOGUES, settings.LOCALE_PATHS[0])
        if not_written:
            logger.warning("the languages could not be compiled into build/locale: they are read into memory instead")
        for path in not_written:
            lay_over(path)


def lay_over(path: Path) -> None:
    """Put the words of a catalogue over those Django found: whoever marks a language must see what is in its file."""
    words = read(path, path.stat().st_mtime_ns).to_binary()
    trans_real.translation(path.stem).merge(GNUTranslations(BytesIO(words)))
