"""Pictures drawn anew: the points alone, without the position data and texts that cameras and programs add."""

import io
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_POINTS = 40_000_000  # of a photograph that is made smaller while it is decoded
MAX_DECODED = 12_600_000  # points that unfold, at four bytes each; a camera of 12 megapixels makes up to 12.5
POINTS_A_BYTE = 1024  # a JPEG takes at least one bit for 64 points, and each code more than that
ONE_AT_A_TIME = Lock()
REDRAWN = {"jpg": "JPEG", "png": "PNG"}


def redrawn(data, extension):
    """The picture alone, turned upright: no position, no camera, no hidden text. ValidationError when it is none.

    Very large photographs are made smaller while they are decoded, so that no picture unfolds to more than
    MAX_DECODED points; and one picture at a time unfolds in each process.
    """
    try:
        with ONE_AT_A_TIME, Image.open(io.BytesIO(data), formats=[REDRAWN[extension]]) as image:
            check_points(image, len(data))
            image.draft(None, (image.width // shrinking(image), image.height // shrinking(image)))
            ImageOps.exif_transpose(image, in_place=True)
            return drawn(image, extension)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_points(MAX_POINTS) from error
    except Exception as error:  # whatever a malformed picture makes the decoder raise
        raise broken() from error


def check_points(image, size):
    """ValidationError when `image` has more points than are decoded, or claims more than its bytes can hold."""
    points = image.width * image.height
    # The decoder makes a picture smaller as it reads; of a PNG or a progressive JPEG it needs all at once.
    limit = MAX_DECODED if image.format == "PNG" or image.info.get("progressive") else MAX_POINTS
    if points > limit:
        raise too_many_points(limit)
    if image.format != "PNG" and points > POINTS_A_BYTE * size:
        raise broken()


def shrinking(image):
    """By how much each side is divided so that no more than MAX_DECODED points unfold: 1, 2, 4 or 8."""
    points = image.width * image.height
    return next(by for by in (1, 2, 4, 8) if points <= MAX_DECODED * by * by or by == 8)


def too_many_points(limit):
    text = _("The picture has more than 40 million points; make it smaller.")
    if limit == MAX_DECODED:
        text = _(
            "A PNG or a progressive JPEG may have 12 million points; "
            "make the picture smaller, or save it as an ordinary JPEG."
        )
    return ValidationError(text, "large")


def broken():
    return ValidationError(_("The picture cannot be read; save it again as JPEG or PNG."), "broken")


def drawn(image, extension):
    """`image` written anew, with nothing of what its file said beside the points."""
    modes = {"jpg": ("RGB", "L"), "png": ("RGB", "RGBA", "L")}[extension]
    transparent = image.mode in ("LA", "P", "PA") or "transparency" in image.info
    if image.mode not in modes or transparent:
        image = image.convert("RGBA" if transparent and extension == "png" else "RGB")
    image.info, out = {}, io.BytesIO()
    image.save(out, REDRAWN[extension], **({"quality": 88} if extension == "jpg" else {}))
    return out.getvalue()
