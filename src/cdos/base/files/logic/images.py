"""Photos: decoded whole, turned upright, written anew without what the camera added."""

import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps

from cdos.base.files.contracts import FileRefused, Seen
from cdos.base.files.logic import refusals, witnesses

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MOST_PIXELS = (
    100_000_000  # of a JPEG, which is made smaller while it is decoded; the largest phone cameras store fewer
)
MOST_PIXELS_WHOLE = 25_000_000  # of what must be decoded whole: 100 MB, and as much again for each step
LONGEST_SIDE = 4096
THUMBNAILS = (320, 1280)  # pixels of the longest side
_ONE_AT_A_TIME = threading.Lock()  # of a process: its threads' pictures never lie in memory together
_ORIENTATION = 0x0112
_GPS = 0x8825


@dataclass(frozen=True, slots=True)
class Picture:
    mime: str
    width: int
    height: int
    has_location: bool
    seen: Seen | None = None


def rewrite(source: IO[bytes], target: Path, *, keep_location: bool) -> Picture:
    """Write the picture and its thumbnails beside `target`; raises FileRefused when it cannot be read to its end."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            source.seek(0)
            with Image.open(source, formats=FORMATS) as opened:
                return _rewrite(opened, target, keep_location)
        except FileRefused:
            raise
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
            MemoryError,
            Image.DecompressionBombError,
            Warning,
        ):
            raise refusals.broken() from None


def thumbnail_path(target: Path, side: int) -> Path:
    return target.with_name(f"{target.name}.{side}.jpg")


def _rewrite(opened: Image.Image, target: Path, keep_location: bool) -> Picture:
    if opened.width * opened.height > MOST_PIXELS:
        raise refusals.broken()
    if opened.format in {"JPEG", "MPO"}:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # halves while decoding where that is enough
    elif opened.width * opened.height > MOST_PIXELS_WHOLE:
        raise refusals.too_many_pixels()
    lossless = opened.format == "PNG"
    exif = opened.getexif()
    place = dict(exif.get_ifd(_GPS)) if keep_location else {}
    upright = _plain(ImageOps.exif_transpose(opened))
    seen = witnesses.seen(opened, upright)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = upright.mode in {"RGBA", "LA"}
    mime = "image/png" if lossless or clear else "image/jpeg"
    kept = Image.Exif()
    if place:
        kept[_GPS] = place
    if mime == "image/png":
        upright.save(target, "PNG", exif=kept, compress_level=4)
    else:
        upright.save(target, "JPEG", exif=kept, quality=88, icc_profile=opened.info.get("icc_profile"))
    _thumbnails(upright, target)
    return Picture(mime, upright.width, upright.height, bool(place), seen)


def _plain(image: Image.Image) -> Image.Image:
    """Without palette, CMYK or 16 bits."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


def _thumbnails(image: Image.Image, target: Path) -> None:
    base = image
    if image.mode in {"RGBA", "LA"}:
        base = Image.new("RGB", image.size, "white")
        base.paste(image, mask=image.getchannel("A"))
    for side in sorted(THUMBNAILS, reverse=True):
        base = base.copy()
        base.thumbnail((side, side))
        base.save(thumbnail_path(target, side), "JPEG", quality=80)
