"""Pictures of reporters: only the picture is kept, nothing that its file says besides."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from kerege.domain.errors import InputError

LONGEST_SIDE = 1600
MOST_POINTS = 50_000_000
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A picture made anew.

    Parameters
    ----------
    content : bytes
        A JPEG file without any metadata.
    digest : str
        SHA-256 of what was sent, so that the same picture sent twice is known.
    width, height : int
        Points.
    """

    content: bytes
    digest: str
    width: int
    height: int


def clean_photo(content: bytes) -> CleanPhoto:
    """Read a picture and write its points into a new file: place, time, device and thumbnails are gone.

    Parameters
    ----------
    content : bytes
        JPEG, PNG, WebP or GIF.

    Raises
    ------
    InputError
        If it is no such picture, is damaged, or is larger than 50 million points.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise InputError("The picture is too large", mend="Send one of up to 50 million points")
            # A JPEG can be read at a fraction of its size: a large one then takes little memory.
            opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            turned = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(
            "The file is no picture that can be read", mend="Send a JPEG, PNG, WebP or GIF picture"
        ) from error
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture of the same points: nothing that hangs on the old one comes along.
    fresh = Image.frombytes("RGB", turned.size, turned.tobytes())
    target = io.BytesIO()
    fresh.save(target, "JPEG", quality=QUALITY)
    return CleanPhoto(target.getvalue(), hashlib.sha256(content).hexdigest(), fresh.width, fresh.height)
