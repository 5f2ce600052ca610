"""Write a picture anew: what is seen stays, and nothing else."""

import warnings
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from vaern.cases.uploads.refusals import BrokenFile, PictureTooManyDots, ScriptInPicture

MOST_DOTS = 50_000_000  # a phone's largest; some 150 MB while it is open
LONGEST_SIDE = 3508  # dots: A4 at 300 to the inch, where the smallest print of a passport can still be read
QUALITY = 88
# What makes a picture also a page, a script or a document. In a picture of 10 MB none comes about by chance.
FOREIGN = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg", b"javascript:", b"%pdf-1", b"%pdf-2")
one_at_a_time = Lock()  # an open picture fills the memory of several hundred requests


def written_anew(sent: bytes, form: str) -> bytes:
    """Return the picture decoded, turned upright, made smaller if it is huge, and encoded from its dots alone.

    EXIF with place and camera, comments, thumbnails, profiles and whatever follows the picture are gone.
    """
    lowered = sent.lower()
    if any(sign in lowered for sign in FOREIGN):
        raise ScriptInPicture
    with one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(sent), formats=[form]) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    raise PictureTooManyDots
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than needed
                upright = ImageOps.exif_transpose(picture)
                seen = on_white(upright)
            seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return encoded(seen, form)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureTooManyDots from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise BrokenFile from error


def on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours or greys; what could be seen through lies on white."""
    if picture.mode in {"L", "RGB"}:
        return picture
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(white, over).convert("RGB")
    return picture.convert("RGB")


def encoded(picture: Image.Image, form: str) -> bytes:
    """Return the bytes of a picture that carries nothing over from the one it was made of."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    if form == "PNG":
        bare.save(out, "PNG")
    else:
        bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
