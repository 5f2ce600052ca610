"""Write a PDF anew: its pages as they look, and nothing that acts, hides or tells.

pikepdf, and not pypdf: it rests on qpdf, which reads a file strictly, has limits for what a few bytes may unfold to,
and writes only what can still be reached, so that what was cut off is not in the file any more.
"""

import base64
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name

from vaern.cases.uploads.refusals import BrokenFile, LockedPdf, TooManyPages, UncleanPdf

MOST_PAGES = 200
UNFOLDED = 64 * 1024 * 1024  # bytes one stream may unfold to
ROOT_KEEPS = frozenset({"/Type", "/Pages", "/Version", "/Lang", "/PageLabels", "/OCProperties"})
PAGE_DROPS = ("/AA", "/Annots", "/AF", "/PieceInfo", "/Metadata", "/Thumb", "/B", "/Tabs", "/StructParents")
ANYWHERE_DROPS = ("/AA", "/JS", "/JavaScript", "/OpenAction", "/AF", "/EF", "/PieceInfo", "/Metadata", "/XFA", "/OPI")
ACTS = frozenset(
    "/JavaScript /Launch /URI /GoToR /GoToE /SubmitForm /ImportData /Rendition /Movie /Sound /Thread /GoTo3DView "
    "/RichMediaExecute /SetOCGState /Hide /Named /ResetForm".split()
)


pikepdf.settings.set_qpdf_limits(
    flate_max_memory=UNFOLDED,
    run_length_max_memory=UNFOLDED,
    png_max_memory=UNFOLDED,
    tiff_max_memory=UNFOLDED,
    dct_max_memory=UNFOLDED,
    doc_max_warnings=100,
)


def written_anew(sent: bytes) -> tuple[bytes, int]:
    """Return the PDF cleaned, and how many pages it has.

    What was filled into a form or drawn on a page is drawn into the page; links, scripts, attachments, bookmarks,
    layers of information about the file and the tags for reading aloud go.
    """
    try:
        with pikepdf.open(BytesIO(sent)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise TooManyPages
            if not len(pdf.pages):
                raise BrokenFile
            clean(pdf)
            out = BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
        with pikepdf.open(BytesIO(out.getvalue())) as written:
            require_clean(written)
            return out.getvalue(), len(written.pages)
    except pikepdf.PasswordError as error:
        raise LockedPdf from error
    except (
        pikepdf.PdfError,
        pikepdf.DeletedObjectError,
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
        zlib.error,
    ) as error:
        raise BrokenFile from error


def clean(pdf: pikepdf.Pdf) -> None:
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    for key in set(pdf.Root.keys()) - ROOT_KEEPS:
        del pdf.Root[key]
    for page in pdf.pages:
        for key in PAGE_DROPS:
            if key in page.obj:
                del page.obj[key]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    for each in pdf.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            for key in ANYWHERE_DROPS:
                if key in each:
                    del each[key]
        if isinstance(each, pikepdf.Stream) and (packed := filters_of(each)) and packed[-1] == "/DCTDecode":
            each.write(without_notes(unpacked(each.read_raw_bytes(), packed[:-1])), filter=Name.DCTDecode)


def filters_of(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(each) for each in named] if isinstance(named, pikepdf.Array) else [str(named)]


def unpacked(raw: bytes, filters: list[str]) -> bytes:
    """Return the JPEG that some programs pack once more. Raises UncleanPdf for a packing nobody uses for pictures."""
    for each in filters:
        if each == "/FlateDecode":
            unfolding = zlib.decompressobj()
            raw = unfolding.decompress(raw, UNFOLDED)
            if unfolding.unconsumed_tail:
                raise UncleanPdf
        elif each == "/ASCII85Decode":
            raw = base64.a85decode(raw.strip().removesuffix(b"~>"))
        else:
            raise UncleanPdf
    return raw


def require_clean(pdf: pikepdf.Pdf) -> None:
    """Raise UncleanPdf where something acts, lies in another file, or is another file."""
    if set(pdf.Root.keys()) - ROOT_KEEPS or Name.Info in pdf.trailer:
        raise UncleanPdf
    for each in pdf.objects:
        if not isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if any(key in each for key in ANYWHERE_DROPS) or acts(each):
            raise UncleanPdf
        if isinstance(each, pikepdf.Stream) and ("/F" in each or each.get("/Type") == Name.EmbeddedFile):
            raise UncleanPdf


def acts(each: Any) -> bool:
    kind = each.get("/S")
    return isinstance(kind, pikepdf.Object) and str(kind) in ACTS


SCAN = 0xDA
NOTES = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # APP1–APP13, APP15, comment; APP14 tells how to read the colours


def without_notes(jpeg: bytes) -> bytes:
    """Return a JPEG without EXIF and comments, its dots untouched. Raises UncleanPdf for one that is cut."""
    if not jpeg.startswith(b"\xff\xd8"):
        raise UncleanPdf
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == SCAN:
            return b"".join([*kept, jpeg[place:]])
        length = int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker not in NOTES:
            kept.append(jpeg[place : place + 2 + length])
        place += 2 + max(length, 2)
    raise UncleanPdf
