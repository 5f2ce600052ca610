"""From what was sent to bytes worth sealing."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings

from vaern.cases.uploads import pdfs, pictures
from vaern.cases.uploads.refusals import ArchiveRefused, DrawingRefused, EmptyFile, FileTooLarge, WrongKind
from vaern.cases.uploads.scanning import scan


class FileKind(StrEnum):
    """What we keep. A picture keeps the form it came in: a scan as PNG stays sharp."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is FileKind.PDF else f"image/{self.value}"

    @property
    def ending(self) -> str:
        return "jpg" if self is FileKind.JPEG else self.value

    @property
    def is_picture(self) -> bool:
        return self is not FileKind.PDF


@dataclass(frozen=True)
class SafeFile:
    """A file written anew by us. ``pages`` is 1 for a picture."""

    kind: FileKind
    content: bytes = field(repr=False)
    pages: int


STARTS = {
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"%PDF-": FileKind.PDF,
}
ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also an archive of streams, and may hold macros
DRAWING_SEEN_IN = 4096  # bytes: declarations and comments may stand before the first element


def made_safe(sent: bytes) -> SafeFile:
    """Return the file as we would keep it. Raises a FileRefused. Nothing is written anywhere.

    The scanner reads what was sent, before anything of ours opens it.
    """
    if not sent:
        raise EmptyFile
    if len(sent) > settings.FILE_BYTES:
        raise FileTooLarge
    kind = kind_of(sent)
    scan(sent)
    if kind is FileKind.PDF:
        content, pages = pdfs.written_anew(sent)
    else:
        content, pages = pictures.written_anew(sent, kind.value.upper()), 1
    return SafeFile(kind, content, pages)


def kind_of(sent: bytes) -> FileKind:
    """Return what the file is by its first bytes; a name and a declared type are anybody's word."""
    for start, kind in STARTS.items():
        if sent.startswith(start):
            return kind
    if sent.startswith((*ARCHIVES, OLD_OFFICE)):
        raise ArchiveRefused
    if b"<svg" in sent[:DRAWING_SEEN_IN].replace(b"\x00", b"").lower():  # also in UTF-16
        raise DrawingRefused
    raise WrongKind
