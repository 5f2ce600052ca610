"""Papers: letters are letters, whatever they look like; the frame is on every page; trouble has its own name."""

import pytest

from vaern.ui import pdf

MARKUP = (
    '#read("/etc/passwd") #panic("x") #eval("1+1") $x^2$ *fed* _skrå_ @henvisning <mærke> `kode` \\ [ ] { } // /* \n\n'
    '= Overskrift\n- punkt\n+ tal\n#import "@preview/x:0.1.0": y "\''
)


def a_paper(words="Kort sagt.", **changes):
    parts = [
        {"kind": "text", "text": words},
        {"kind": "facts", "rows": [["Alder", words]]},
        {"kind": "list", "items": [words]},
        {"kind": "boxes", "items": [words]},
        {"kind": "blanks", "items": ["Navn"]},
        {"kind": "table", "head": ["Hvem", "Hvad"], "rows": [[words, "æøå ÆØÅ"]], "widths": [1, 2]},
        {"kind": "notice", "text": words},
    ]
    content = {
        "title": "Overlevering",
        "reference": "K-1234",
        "date": "26. november 2026",
        "to": "Familieafdelingen",
        "sections": [{"heading": "Kort", "parts": parts}],
    }
    return content | changes


def test_a_paper_is_tagged_danish_a4_and_the_same_each_time():
    made = pdf.render("paper", a_paper())
    assert made.startswith(b"%PDF-1.7")
    for said in (b"/StructTreeRoot", b"/Lang(da-DK)", b"/Marked true", b"<pdfuaid:part>1", b"595.27"):
        assert said in made, said
    assert made == pdf.render("paper", a_paper())


def test_a_paper_that_others_send_as_their_own_does_not_name_us():
    assert b"(Sikkerhedskonsulenterne)" in pdf.render("paper", a_paper())
    assert b"Sikkerhedskonsulenterne" not in pdf.render("paper", a_paper(unsigned=True))


@pytest.mark.parametrize(
    "words", [MARKUP, "x" * 400, "", " \n\n \n", "\x00\x07 \ud800 \u202e", "سلام عليكم", "é ß ş ğ ı č ł ő"]
)
def test_any_text_is_set_as_letters(words):
    assert pdf.render("paper", a_paper(words)).startswith(b"%PDF")


def test_letters_the_font_lacks_become_a_box_and_the_page_says_so():
    with_box = pdf.render("paper", a_paper("Hun hedder 漢字 og ڕێ"))
    assert with_box == pdf.render("paper", a_paper("Hun hedder □□ og □□", missing_letters=True))
    assert with_box != pdf.render("paper", a_paper("Hun hedder □□ og □□"))


@pytest.mark.parametrize("name", ["frame", "findes_ikke", "../pdf/paper", "", "paper.typ", "Paper"])
def test_an_unknown_template_is_refused(name):
    with pytest.raises(pdf.UnknownTemplate):
        pdf.render(name, a_paper())


@pytest.mark.parametrize(
    "broken",
    [
        {"title": ""},
        {"title": None},
        {"reference": " "},
        {"date": 7},
        {"sections": None},
        {"sections": [{"heading": "x", "parts": [{"kind": "hemmeligt"}]}]},
        {"sections": [{"heading": object(), "parts": []}]},
        {"sections": [{"parts": []}]},
    ],
)
def test_broken_content_is_refused_without_repeating_it(broken):
    with pytest.raises(pdf.BrokenContent) as refusal:
        pdf.render("paper", a_paper("Amina") | broken)
    assert "Amina" not in repr(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_nothing_in_a_template_reads_content_as_source_or_asks_the_network():
    for source in pdf.TEMPLATES.glob("*.typ"):
        code = "".join(line.partition("//")[0] for line in source.read_text(encoding="utf-8").splitlines(keepends=True))
        assert "eval(" not in code, source.name
        assert "@preview" not in code, source.name


def test_the_words_are_those_of_the_paper():
    words = pdf.words_of(a_paper("Skolen ved det."))
    assert words.startswith("Overlevering\nFamilieafdelingen\n")
    assert words.count("Skolen ved det.") == 6
