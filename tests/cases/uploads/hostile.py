"""Files as they are sent: ordinary ones, and ones that mean harm. All invented here, none read from a disk."""

import struct
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

PLACE = b"Invented Camera 7"  # stands in the EXIF, beside the place
SCRIPT = b"<script>alert(1)</script>"
ATTACHED = b"MZ hidden attachment"


def a_picture(form="JPEG", size=(60, 40), mode="RGB", **options):
    out = BytesIO()
    picture = Image.new(mode, size, "grey")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "white"))  # a left and a right side
    picture.save(out, form, **options)
    return out.getvalue()


def with_place(form="JPEG", turned=1):
    """Return a picture that says where it was taken, with what, and how it is to be turned."""
    notes = Image.Exif()
    notes[0x0110], notes[0x0112] = PLACE.decode(), turned
    notes.get_ifd(0x8825).update({1: "N", 2: (56.0, 9.0, 27.0), 3: "E", 4: (10.0, 12.0, 9.0)})
    return a_picture(form, exif=notes.tobytes(), **({"comment": PLACE} if form == "JPEG" else {}))


def polyglot():
    """Return a picture that is also a page with a script: in a comment, and after its end."""
    return a_picture(comment=b"*/ " + SCRIPT) + SCRIPT


def bomb(side=20_000):
    """Return a PNG of a few hundred bytes that says it is 400 million dots."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def a_pdf(pages=1, *, change=None, **saving):
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Contents = Stream(pdf, b"0 0 m %d 100 l S" % (number + 1))
    if change:
        change(pdf)
    out = BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def armed(pdf):
    """Put into a PDF everything that acts, hides or tells."""
    act = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = act
    pdf.Root.AA = Dictionary(WC=act)
    pdf.attachments["skjult.exe"] = ATTACHED
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), act]))
    pdf.docinfo["/Author"] = PLACE.decode()
    with pdf.open_metadata() as notes:
        notes["dc:creator"] = [PLACE.decode()]
    page = pdf.pages[0]
    page.AA = Dictionary(O=act)
    look = Stream(pdf, b"/Helv 9 Tf (Udfyldt) Tj", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 10])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("navn"),
            V=String("Udfyldt"),
            Rect=[10, 10, 60, 20],
            AP=Dictionary(N=look),
            AA=Dictionary(K=act),
            F=4,
        )
    )
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI=String("https://vaern.invalid/")),
        )
    )
    page.Annots = Array([field, link])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=String("<xdp/>"))
    photo = Stream(
        pdf,
        with_place(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=60,
        Height=40,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(Im0=photo))


def unfolding(pdf):
    """Put into a PDF a few kilobytes that unfold to 200 MB where a form is drawn."""
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(b" " * 2**20) for _ in range(200)) + packing.flush()
    look = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    look.write(packed, filter=Name.FlateDecode)
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("b"), Rect=[0, 0, 9, 9], F=4
    )
    field.AP = Dictionary(N=look)
    field = pdf.make_indirect(field)
    pdf.pages[0].Annots = Array([field])
    pdf.pages[0].Contents = look
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)
