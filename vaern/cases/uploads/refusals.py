"""Why a file is not taken: one class each, with a code for the trail and what the person can do instead."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class FileRefused(Exception):
    """The file is not kept. ``said`` is the answer at the field; nothing of the file is in it."""

    code: ClassVar[str]
    said: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__(self.code)


class EmptyFile(FileRefused):
    """There is nothing in it."""

    code = "empty"
    said = _("Filen er tom. Vælg den igen, eller tag et nyt billede.")


class FileTooLarge(FileRefused):
    """It is larger than the limit, or was cut on the way."""

    code = "too-large"
    said = _("Filen er for stor. Der er plads til 10 MB. Scan den i gråtoner, eller del den i flere.")


class WrongKind(FileRefused):
    """It is neither a JPEG, a PNG nor a PDF, whatever it is called."""

    code = "wrong-kind"
    said = _("Filen er hverken et billede (JPEG eller PNG) eller en PDF. Gem den som en af dem, og vælg den igen.")


class DrawingRefused(FileRefused):
    """An SVG is a page that can run scripts."""

    code = "drawing"
    said = _("Filen er en SVG-tegning, og den kan indeholde kode. Gem den som PNG, og vælg den igen.")


class ArchiveRefused(FileRefused):
    """A zip, and with it Word and Excel: what is inside is not seen until it is unpacked."""

    code = "archive"
    said = _(
        "Filen er pakket (zip, Word eller Excel), og vi pakker ikke filer ud. Gem indholdet som PDF, og vælg den igen."
    )


class ScriptInPicture(FileRefused):
    """The picture is at the same time a page, a script or another document."""

    code = "script-in-picture"
    said = _("Der er gemt kode i billedet. Brug det ikke. Tag et nyt billede, eller bed afsenderen om et andet.")


class PictureTooManyDots(FileRefused):
    """A few kilobytes that would fill the memory, or a picture far larger than any page."""

    code = "too-many-dots"
    said = _("Billedet fylder for meget, når det åbnes. Tag et nyt billede i almindelig størrelse.")


class BrokenFile(FileRefused):
    """It could not be opened whole."""

    code = "broken"
    said = _("Filen kan ikke åbnes. Den er måske gået i stykker på vejen. Hent den igen, eller tag et nyt billede.")


class LockedPdf(FileRefused):
    """It asks for a password."""

    code = "locked"
    said = _("PDF-filen er låst med en adgangskode. Bed afsenderen om en uden, eller udskriv og scan den.")


class TooManyPages(FileRefused):
    """More pages than anybody reads here."""

    code = "too-many-pages"
    said = _("PDF-filen har for mange sider. Del den, så hver del højst har 200.")


class UncleanPdf(FileRefused):
    """Something that acts by itself, or is hidden, was still there after cleaning."""

    code = "unclean"
    said = _("PDF-filen indeholder noget, der ikke kan fjernes. Udskriv den som en ny PDF, eller scan den.")


class VirusFound(FileRefused):
    """The scanner says that it is harmful."""

    code = "virus"
    said = _("Virusskanneren siger, at filen er skadelig. Åbn den ikke, og fortæl det til din it-afdeling.")


class ScannerSilent(FileRefused):
    """The scanner did not answer; unread is not clean."""

    code = "scanner-silent"
    said = _("Virusskanneren svarer ikke lige nu, så filen er ikke gemt. Prøv igen om lidt.")
