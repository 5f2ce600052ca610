"""The files of the languages: whole, up to date, and read the way a reader will meet them."""

import logging
import os
import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from setup.places import ROOT
from tests.languages.conftest import Folder
from vaern.languages import catalogues
from vaern.languages.catalogues import CORE, PACKS, PROFESSIONAL, REST, bring_up_to_date, fingerprint, found, missing
from vaern.languages.texts import all_texts, core_texts, pack_of, texts_in, texts_of, texts_of_module, texts_of_template

SHIPPED = found(settings.CATALOGUES)
NOBODY = 65534
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def entries(code):
    return polib.pofile(str(SHIPPED[code].path))


def test_english_lacks_no_text_of_any_open_page():
    assert missing(SHIPPED["en"].path, all_texts()) == []


@pytest.mark.parametrize("pack", [CORE, PROFESSIONAL])
def test_arabic_has_the_citizens_and_the_professionals_pack_whole(pack):
    assert missing(SHIPPED["ar"].path, texts_of(pack)) == []


def test_the_packs_are_parts_of_everything_and_share_no_text():
    assert sorted(text for pack in PACKS for text in texts_of(pack)) == sorted(all_texts())
    assert [pack_of(page) for page in ("front", "prepare", "privacy")] == [CORE, PROFESSIONAL, REST]


def test_the_professionals_pack_holds_what_the_guard_and_the_law_say_on_its_pages():
    pack = texts_of(PROFESSIONAL)
    assert "Det ligner et cpr-nummer. Slet det, og skriv fx et aldersspænd i stedet." in pack
    assert "Skriv ikke til barnet: ikke brev, sms, mail eller Digital Post. Andre kan læse med." in pack
    assert "Ukendt" not in pack


@pytest.mark.parametrize("code", SHIPPED)
def test_a_file_holds_what_its_pages_show_and_nothing_else(code):
    wanted = texts_in(SHIPPED[code].packs)
    assert [entry.msgid for entry in entries(code)] == list(wanted), "run `manage.py collect_texts`"


@pytest.mark.parametrize("code", SHIPPED)
def test_no_translation_loses_or_makes_up_a_place_for_a_name_or_a_number(code):
    for entry in entries(code):
        assert set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(entry.msgstr)), entry.msgid


@pytest.mark.parametrize("code", SHIPPED)
def test_no_translation_dials_another_number(code):
    for entry in entries(code):
        assert re.findall(r"\b11[24]\b", entry.msgid) == re.findall(r"\b11[24]\b", entry.msgstr), entry.msgid


def test_the_header_tells_what_a_language_is():
    arabic = SHIPPED["ar"]
    assert (arabic.name, arabic.is_right_to_left, arabic.packs) == ("العربية", True, (CORE, PROFESSIONAL))
    english = SHIPPED["en"]
    assert (english.name, english.is_right_to_left, english.packs) == ("English", False, PACKS)


def test_only_english_is_served_without_a_mark():
    assert [code for code, catalogue in SHIPPED.items() if catalogue.is_always_served] == ["en"]


def test_nothing_compiled_is_kept_with_the_code():
    assert not list((ROOT / "vaern").rglob("*.mo"))


def test_texts_are_found_in_templates_with_and_without_a_variable():
    found_here = list(texts_of_template("public/numbers.html"))
    assert "Alle numre" in found_here
    assert "Listen er fra %(day)s." in found_here


def test_texts_are_found_inside_our_own_tags_and_loops():
    assert "Fare lige nu:" not in core_texts()
    assert "Det ligner et cpr-nummer. Slet det, og skriv fx et aldersspænd i stedet." in all_texts()
    assert "Tal ikke med familie eller venner om bekymringen." in list(
        texts_of_template("public/preparation/do_not.html")
    )


def test_texts_are_found_in_modules(tmp_path: Path):
    module = tmp_path / "module.py"
    module.write_text('A = _("En")\nB = gettext(name)\nC = other("To")\nD = {"x": gettext_lazy("Tre")}\n')
    assert list(texts_of_module(module)) == ["En", "Tre"]


def test_a_doubtful_translation_counts_as_missing(folder):
    folder.translate("ar", lambda catalogue: catalogue[0].flags.append("fuzzy"))
    assert missing(folder.path / "ar.po", core_texts()) == [core_texts()[0]]


def test_a_changed_file_is_compiled_again_and_an_unchanged_one_is_not(folder):
    compiled = folder.path / "mo" / "ar" / "LC_MESSAGES" / "django.mo"
    before = compiled.stat().st_mtime_ns
    catalogues.compile_stale(folder.path, folder.path / "mo")
    assert compiled.stat().st_mtime_ns == before
    folder.translate("ar", lambda catalogue: setattr(catalogue[0], "msgstr", "س"))
    catalogues.compile_stale(folder.path, folder.path / "mo")
    assert polib.mofile(str(compiled)).find(core_texts()[0]).msgstr == "س"


def test_whoever_installs_the_compiled_words_can_be_read_by_whoever_serves(folder):
    compiled = folder.path / "mo" / "ar" / "LC_MESSAGES" / "django.mo"
    assert compiled.stat().st_mode & 0o777 == 0o644
    compiled.chmod(0o600)
    assert catalogues.compile_stale(folder.path, folder.path / "mo") == []
    assert compiled.stat().st_mode & 0o777 == 0o644, "an installation from before is mended as well"


@contextmanager
def as_somebody_who_may_not_write_in(path):
    """Be another user than the one who installed; a user who is not root is kept out by the modes."""
    folders = [path, *(below for below in path.rglob("*") if below.is_dir())]
    for each in folders:
        each.chmod(0o755 if os.geteuid() == 0 else 0o555)
    was = os.geteuid()
    os.seteuid(NOBODY if was == 0 else was)
    try:
        yield
    finally:
        os.seteuid(was)
        for each in folders:
            each.chmod(0o755)


def test_a_site_that_may_not_write_among_its_code_starts_with_the_words_of_the_file_and_says_so_once(
    settings, monkeypatch, caplog
):
    monkeypatch.setattr(logging.getLogger("vaern"), "propagate", True)
    with TemporaryDirectory() as place:
        away = Folder(Path(place), settings)
        text, other = core_texts()[:2]
        for code in ("ar", "en"):
            away.translate(code, lambda catalogue: setattr(catalogue.find(text), "msgstr", "Something new"))
        with as_somebody_who_may_not_write_in(away.path):
            apps.get_app_config("languages").ready()
            with translation.override("ar"):
                assert gettext(text) == "Something new"
                assert gettext(other) == catalogues.translations(away.path / "ar.po")[other]
        compiled = polib.mofile(str(away.path / "mo" / "ar" / "LC_MESSAGES" / "django.mo"))
        assert compiled.find(text).msgstr != "Something new"
    assert [record.message for record in caplog.records if record.name == "vaern.languages.apps"] == [
        "the languages could not be compiled into build/locale: they are read into memory instead"
    ]


def test_the_fingerprint_is_of_the_words_read(folder):
    path = folder.path / "ar.po"
    before = fingerprint(path, core_texts())
    folder.translate("ar", lambda catalogue: setattr(catalogue, "header", "Another comment"))
    assert fingerprint(path, core_texts()) == before
    folder.translate("ar", lambda catalogue: setattr(catalogue[3], "msgstr", "س"))
    assert fingerprint(path, core_texts()) != before


def test_bringing_up_to_date_adds_empty_drops_what_is_gone_and_keeps_the_rest(folder):
    path = folder.path / "ar.po"
    kept = catalogues.translations(path)[core_texts()[1]]
    assert bring_up_to_date(path, [core_texts()[1], "Noget nyt"]) == (1, len(texts_in(SHIPPED["ar"].packs)) - 1)
    assert [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(path))] == [
        (core_texts()[1], kept),
        ("Noget nyt", ""),
    ]
