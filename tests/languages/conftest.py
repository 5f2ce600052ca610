"""A folder of languages of the test's own, which a translator may change."""

import shutil

import polib
import pytest
from django.conf import settings as site

from vaern.languages import catalogues
from vaern.languages.texts import texts_in


class Folder:
    """The catalogues as they ship, and what a translator does to them."""

    def __init__(self, path, settings):
        self.path, self.settings = path, settings
        for shipped in site.CATALOGUES.glob("*.po"):
            shutil.copy(shipped, path)
        settings.CATALOGUES = path
        settings.LOCALE_PATHS = [path / "mo"]
        self.start()

    def start(self):
        """Do what the settings and the start of the site do."""
        found = catalogues.found(self.path).values()
        catalogues.compile_stale(self.path, self.path / "mo")
        self.settings.LANGUAGES = [("da", "Dansk"), *((each.code, each.name) for each in found)]
        self.settings.LANGUAGES_BIDI = [each.code for each in found if each.is_right_to_left]

    def translate(self, code, change):
        """Let ``change`` do something to the file of a language."""
        path = self.path / f"{code}.po"
        catalogue = polib.pofile(str(path))
        change(catalogue)
        before = path.stat().st_mtime_ns
        catalogue.save(str(path))
        assert path.stat().st_mtime_ns > before

    def add(self, code, name, *, direction="ltr", pages="core", texts=None):
        """Put a file for a new language in the folder, every text of its packs translated as itself in brackets."""
        catalogue = polib.POFile()
        catalogue.metadata = {
            "Language": code,
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "X-Name": name,
            "X-Direction": direction,
            "X-Pages": pages,
        }
        for text in texts_in(pages.split()) if texts is None else texts:
            catalogue.append(polib.POEntry(msgid=text, msgstr=f"[{text}]"))
        catalogue.save(str(self.path / f"{code}.po"))
        self.start()


@pytest.fixture
def folder(tmp_path, settings):
    return Folder(tmp_path, settings)
