"""Nothing leaves without a row: what answers with a file goes through `release`, or is named here with its reason."""

import re
from pathlib import Path

VAERN = Path(__file__).resolve().parents[2] / "vaern"
A_FILE = re.compile(r"application/pdf|attachment;|FileResponse|StreamingHttpResponse|text/csv|text/calendar")
MAKES_PDF = re.compile(r"\bpdf\.render\(|\bRendered\.of\(|\bRendered\(")

# Module: why it may answer with a file, or make a paper.
WITH_A_FILE = {
    "desk/views/release.py": "as_file(), which only let_go() calls, after release() has written the row",
    "desk/views/case_documents.py": "a file shown at the desk: an opening, which the room writes down",
    "desk/views/trip_board.py": "a calendar of dates, without content",
    "desk/views/trip_briefing.py": "what the same person just typed, of no case; that it was made is in the trail",
    "cases/uploads/safety.py": "the name of the kind of a file taken in",
    "desk/forms/documents.py": "which kinds a browser offers to take in",
    "desk/views/plan_meetings.py": "calendar(): a time and the word »Møde«, nothing of the case, and on record",
}
MAKES_PAPERS = {
    "cases/telling.py": "Rendered.of itself",
}
PAPERS_ARE_MADE_IN = ("cases/", "risk/", "travel/", "sharing/", "closing/")  # the room that knows; the pages let go


def modules():
    return {str(path.relative_to(VAERN)): path.read_text(encoding="utf-8") for path in sorted(VAERN.rglob("*.py"))}


def test_only_the_page_of_release_answers_with_a_file():
    found = {name for name, code in modules().items() if A_FILE.search(code)}
    assert found == WITH_A_FILE.keys()


def test_the_bytes_of_a_paper_are_handed_over_in_one_place_and_only_after_release():
    users = {name for name, code in modules().items() if re.search(r"\brendered\.pdf\b", code)}
    assert users == {"desk/views/release.py", "sharing/release.py"}
    views = (VAERN / "desk/views/release.py").read_text(encoding="utf-8")
    assert views.count("as_file(") == 2, "defined, and called by let_go"
    let_go = views[views.index("def let_go(") : views.index("def release_page(")]
    assert let_go.index("release.release(") < let_go.index("return as_file(rendered)")
    assert "else:\n        return as_file(rendered)" in let_go, "only where nothing was refused"


def test_papers_are_made_by_the_rooms_that_know_and_by_no_page():
    makers = {name for name, code in modules().items() if MAKES_PDF.search(code)} - MAKES_PAPERS.keys()
    assert makers
    assert [name for name in makers if not name.startswith(PAPERS_ARE_MADE_IN)] == []


def test_nothing_is_mailed_and_no_other_library_makes_pdf():
    for name, code in modules().items():
        assert not re.search(r"send_mail|EmailMessage|smtplib", code), name
        assert name == "ui/pdf.py" or not re.search(r"\btypst\b.*\bimport\b|\bimport typst\b", code), name
