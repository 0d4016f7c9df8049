"""Pictures by their looks: a difference hash of 64 bits, made once a picture, so that the same one is known again."""

from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind

from ..models import PictureHash

ALIKE = 8  # bits of 64 that may differ: a re-coded, smaller or brighter copy stays below it
MOST_NEW = 40  # pictures hashed in one request
PLAIN = 6  # a hash with fewer bits of one kind is of a plain ground, which says nothing


def bits_of(token: str) -> int | None:
    """Whether each of 8 x 8 points is darker than its right neighbour."""
    try:
        with files.open_file(token) as stream, Image.open(stream) as picture:
            picture.draft("L", (64, 64))
            points = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    except (LookupError, UnidentifiedImageError, OSError, ValueError):
        return None
    value = 0
    for row in range(8):
        for column in range(8):
            value = value << 1 | (points[row * 9 + column] < points[row * 9 + column + 1])
    return value - (1 << 63)  # as a signed number of the database


def hashes(tokens: Sequence[str]) -> dict[str, int]:
    """By token; pictures met for the first time are hashed and kept."""
    wanted = list(dict.fromkeys(tokens))
    if not wanted:
        return {}
    known = dict(PictureHash.objects.filter(token__in=wanted).values_list("token", "bits"))
    missing = [token for token in wanted if token not in known]
    images = [one.token for one in files.by_tokens(missing) if one.kind is FileKind.IMAGE][:MOST_NEW]
    fresh = {token: bits_of(token) for token in images}
    rows = [PictureHash(token=token, bits=bits) for token, bits in fresh.items()]
    PictureHash.objects.bulk_create(rows, ignore_conflicts=True)
    return {token: bits for token, bits in (known | fresh).items() if bits is not None}


def same(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a picture of the one is a picture of the other."""
    return any(
        ((a + (1 << 63)) ^ (b + (1 << 63))).bit_count() <= ALIKE for a in one if telling(a) for b in other
    )


def telling(bits: int) -> bool:
    ones = (bits + (1 << 63)).bit_count()
    return PLAIN <= ones <= 64 - PLAIN
