"""What a photo says before it is cleaned: where and when it was taken, and how it looks. Told once, and never stored here.

Modules that compare pictures register as witnesses. They are told inside the transaction that keeps the file, may keep a
verdict, and must not keep the position: it is gone from the file the moment after.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PIL import ExifTags, Image, ImageOps

from cdos.base.files.contracts import Seen

Witness = Callable[[str, str, Seen], None]
WIDTH, HEIGHT = 9, 8
TAKEN = 0x9003
FORMAT = "%Y:%m:%d %H:%M:%S"


@dataclass(slots=True)
class Registry:
    witnesses: list[Witness] = field(default_factory=list)


REGISTRY = Registry()


def register(witness: Witness) -> None:
    REGISTRY.witnesses.append(witness)


def tell(token: str, about: str, seen: Seen | None) -> None:
    if seen is not None:
        for witness in REGISTRY.witnesses:
            witness(token, about, seen)


def seen(opened: Image.Image, upright: Image.Image) -> Seen:
    """`opened` as it was sent, with what the camera wrote; `upright` as it is kept."""
    exif = opened.getexif()
    lon, lat = _position(dict(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    return Seen(lon=lon, lat=lat, taken=_taken(exif), print=fingerprint(upright))


def _position(gps: dict[int, object]) -> tuple[float | None, float | None]:
    """Degrees; None where the camera wrote none, or nonsense."""
    try:
        lat = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
        lon = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None, None
    return lon, lat


def _degrees(value: object) -> float:
    if not isinstance(value, tuple | list) or len(value) != 3:
        raise ValueError(value)
    degrees, minutes, seconds = (float(part) for part in value)
    return degrees + minutes / 60 + seconds / 3600


def _taken(exif: Image.Exif) -> datetime | None:
    """By the camera's own clock, without a zone."""
    said = exif.get_ifd(ExifTags.IFD.Exif).get(TAKEN)
    try:
        return datetime.strptime(str(said).strip("\x00 "), FORMAT) if said else None
    except ValueError:
        return None


def fingerprint(picture: Image.Image) -> int:
    """64 bits that stay nearly the same when the picture is scaled or saved anew: is each spot brighter than the next?"""
    small = ImageOps.grayscale(picture.convert("RGB")).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    spots = list(small.tobytes())
    bits = 0
    for row in range(HEIGHT):
        for column in range(WIDTH - 1):
            place = row * WIDTH + column
            bits = bits << 1 | (spots[place] > spots[place + 1])
    return bits
