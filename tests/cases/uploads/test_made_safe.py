"""What is kept of a file, and which files are not taken. No database: bytes in, bytes out."""

import socket
import struct
import threading
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.cases.uploads import hostile
from vaern.cases.uploads import FileKind, made_safe, refusals
from vaern.cases.uploads.pdfs import MOST_PAGES

SVG = b"<?xml version='1.0'?><!-- --><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
ZIP = b"PK\x03\x04" + b"\0" * 40
BIGGER_THAN_40_MB = b"\xff\xd8\xff" + bytes(40 * 1024 * 1024)


def looked_at(content):
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_keeps_its_form_and_loses_place_and_camera(form):
    sent = hostile.with_place(form)
    assert looked_at(sent).getexif().get_ifd(0x8825)[2] == (56.0, 9.0, 27.0)  # it is there before
    safe = made_safe(sent)
    seen = looked_at(safe.content)
    assert (safe.kind, seen.format, seen.size) == (FileKind(form.lower()), form, (60, 40))
    assert not seen.getexif()
    assert not {"exif", "comment", "icc_profile", "dpi"} & seen.info.keys()
    assert hostile.PLACE not in safe.content
    assert b"Exif" not in safe.content


def test_a_picture_taken_sideways_is_turned_upright():
    seen = looked_at(made_safe(hostile.with_place(turned=6)).content)
    assert seen.size == (40, 60)
    assert seen.getpixel((20, 5)) > seen.getpixel((20, 55))  # the white side is now on top


def test_what_follows_a_picture_is_gone():
    hidden = b"PK\x03\x04 hidden archive"
    assert hidden not in made_safe(hostile.a_picture() + hidden).content


def test_a_huge_picture_is_made_smaller_and_a_small_one_is_not():
    assert max(looked_at(made_safe(hostile.a_picture(size=(5000, 50))).content).size) == 3508
    assert looked_at(made_safe(hostile.a_picture(size=(3000, 50))).content).size == (3000, 50)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16", "CMYK", "L"])
def test_pictures_of_every_sort_can_be_kept(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    Image.new(mode, (9, 9)).save(out, form)
    assert looked_at(made_safe(out.getvalue()).content).mode in {"RGB", "L"}


@pytest.mark.parametrize(
    "sent,refusal",
    [
        (b"", refusals.EmptyFile),
        (BIGGER_THAN_40_MB, refusals.FileTooLarge),
        (b"MZ\x90\x00", refusals.WrongKind),
        (b"GIF89a" + b"\0" * 20, refusals.WrongKind),
        (b"RIFF\0\0\0\0WEBPVP8 ", refusals.WrongKind),
        (b"navn;adresse\n=cmd|' /C calc'!A0", refusals.WrongKind),
        (b"<!doctype html><script>alert(1)</script>", refusals.WrongKind),
        (SVG, refusals.DrawingRefused),
        (SVG.decode().encode("utf-16"), refusals.DrawingRefused),
        (ZIP, refusals.ArchiveRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, refusals.ArchiveRefused),
        (hostile.polyglot(), refusals.ScriptInPicture),
        (hostile.a_picture() + b"%PDF-1.7", refusals.ScriptInPicture),
        (hostile.bomb(), refusals.PictureTooManyDots),
        (hostile.bomb(8000), refusals.PictureTooManyDots),
        (hostile.a_picture()[:300], refusals.BrokenFile),
        (b"\xff\xd8\xff" + b"\0" * 40, refusals.BrokenFile),
        (b"%PDF-1.7\nnothing more", refusals.BrokenFile),
        (hostile.a_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), refusals.LockedPdf),
        (hostile.a_pdf(MOST_PAGES + 1), refusals.TooManyPages),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_each_harmful_file_has_its_own_refusal(sent, refusal):
    with pytest.raises(refusal) as refused:
        made_safe(sent)
    assert type(refused.value) is refusal
    assert refused.value.said
    assert str(refused.value) == refusal.code  # and nothing of the file


def test_the_limit_is_the_last_byte(settings):
    sent = hostile.a_picture()
    settings.FILE_BYTES = len(sent)
    assert made_safe(sent).content
    settings.FILE_BYTES -= 1
    with pytest.raises(refusals.FileTooLarge):
        made_safe(sent)


def test_every_refusal_has_a_code_and_an_answer_of_its_own():
    each = refusals.FileRefused.__subclasses__()
    assert len({one.code for one in each}) == len({str(one.said) for one in each}) == len(each)


# PDFs


def test_a_pdf_keeps_its_pages_and_what_was_filled_in():
    safe = made_safe(hostile.a_pdf(3, change=hostile.armed))
    assert (safe.kind, safe.pages) == (FileKind.PDF, 3)
    with pikepdf.open(BytesIO(safe.content)) as pdf:
        drawn = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/BBox" in each]
    assert any(b"(Udfyldt)" in each for each in drawn)


def test_a_pdf_loses_everything_that_acts_hides_or_tells():
    sent = hostile.a_pdf(2, change=hostile.armed)
    safe = made_safe(sent).content
    with pikepdf.open(BytesIO(safe)) as pdf:
        assert not pdf.attachments
        assert not pdf.docinfo
        whole = b"".join(pdf.get_object(each.objgen).unparse(resolved=True) for each in pdf.objects)
        streams = b"".join(each.read_raw_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream))
    for sign in (b"JavaScript", b"app.alert", b"vaern.invalid", b"xdp", b"/Annots", b"/AcroForm", b"/EmbeddedFile"):
        assert sign not in whole + safe
    for sign in (hostile.ATTACHED, hostile.PLACE, b"Exif"):
        assert sign not in streams + whole + safe


def test_a_pdf_that_hides_an_act_where_we_do_not_look_is_refused():
    def hide(pdf):
        act = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
        pdf.pages[0].obj["/Ours"] = pdf.make_indirect(act)

    with pytest.raises(refusals.UncleanPdf):
        made_safe(hostile.a_pdf(change=hide))


def test_a_pdf_that_unfolds_without_end_is_refused_and_fills_no_memory():
    sent = hostile.a_pdf(change=hostile.unfolding)
    assert len(sent) < 2 * 1024 * 1024
    try:
        safe = made_safe(sent)
    except refusals.FileRefused:
        return
    assert len(safe.content) < 2 * 1024 * 1024  # passed through folded: nothing here opened it


# The scanner


@pytest.fixture
def scanner(tmp_path, settings):
    """A program that speaks as clamd and gives the answers it is told to; it keeps what it was sent."""
    path = tmp_path / "scanner"
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    door.listen()
    settings.SCANNER = str(path)
    told = {"answer": b"stream: OK\0", "read": b""}

    def serve():
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as words:
                assert words.read(10) == b"zINSTREAM\0"
                while length := struct.unpack(">I", words.read(4))[0]:
                    told["read"] += words.read(length)
                line.sendall(told["answer"])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield told
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    thread.join()


def test_the_scanner_reads_what_was_sent_and_a_clean_file_is_kept(scanner):
    sent = hostile.a_picture(size=(900, 900))
    assert made_safe(sent).content
    assert scanner["read"] == sent


@pytest.mark.parametrize(
    "answer,refusal",
    [
        (b"stream: Eicar-Test-Signature FOUND\0", refusals.VirusFound),
        (b"INSTREAM size limit exceeded. ERROR\0", refusals.ScannerSilent),
        (b"", refusals.ScannerSilent),
    ],
)
def test_a_file_the_scanner_does_not_call_clean_is_refused(scanner, answer, refusal):
    scanner["answer"] = answer
    with pytest.raises(refusal):
        made_safe(hostile.a_picture())


def test_a_scanner_that_is_not_there_refuses_everything(settings, tmp_path):
    settings.SCANNER = str(tmp_path / "nobody")
    with pytest.raises(refusals.ScannerSilent):
        made_safe(hostile.a_picture())
