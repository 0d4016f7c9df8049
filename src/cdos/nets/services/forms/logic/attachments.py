"""A look at a file before it is sent (材料预检): what would come back in three days is said in three seconds.

Grave findings keep the file from being sent: another kind of file, unreadable, blank, too dark, locked, another document
(where a text reader is installed), out of date. A blurred picture is only warned of: the clerk may still read it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind, StoredFile

from ..contracts import Entry, Warning
from . import printed

ACCEPTED = ("image/*", "application/pdf")
SIDE = 640  # pixels of the longer side at which a picture is looked at
SMALLEST = 320  # of the shorter side: below it no print of a certificate can be read
# Grey values 0..255; thresholds tried on photographed certificates and on pictures of nothing, see the tests.
DARK, EVEN, SHARP = 45.0, 6.0, 18.0
LONG_TERM = "长期"
Grey = npt.NDArray[np.float32]
# Words that stand on a document: where text can be read, one of them must be there.
PRINTED = {
    "id-card": ("居民身份证", "公民身份号码"),
    "household-book": ("户口簿", "常住人口登记卡", "户主"),
    "residence-permit": ("居住证",),
    "marriage-certificate": ("结婚证", "婚姻登记"),
    "birth-certificate": ("出生医学证明",),
    "degree-certificate": ("毕业证书", "学位证书", "学士", "硕士", "博士", "毕业"),
    "estate-certificate": ("不动产权", "房地产权"),
    "business-licence": ("营业执照",),
    "disability-card": ("残疾人证",),
    "driving-licence": ("驾驶证",),
    "employment-contract": ("劳动合同",),
    "lease-contract": ("租赁合同",),
    "sale-contract": ("买卖合同",),
    "death-certificate": ("死亡医学证明", "死亡证明"),
    "medical-report": ("医院", "诊断"),
}
_until = re.compile(
    r"(?:有效期[限至]*|至|-|—)\s*[:：]?\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})"
)


def look(tokens: Iterable[str], entry: Entry, accept: Sequence[str] = ACCEPTED) -> list[Warning]:
    """What is wrong with the files of one entry, in their order; a file is looked at once only."""
    return look_at_all(tokens, entry.material, accept)


def look_at_all(tokens: Iterable[str], material: str, accept: Sequence[str]) -> list[Warning]:
    today = timezone.localdate()
    return [found for token in tokens for found in look_at(str(token), material, tuple(accept), today)]


@lru_cache(maxsize=2048)
def look_at(token: str, material: str, accept: tuple[str, ...], today: date) -> tuple[Warning, ...]:
    with fence.everything():
        stored = next(iter(files.by_tokens([token])), None)
    if stored is None:
        return (Warning(token, _("This file is no longer there. Please choose it again."), True, "gone"),)
    found = list(_of(stored, accept))
    if not any(one.grave for one in found):
        found += _read(stored, material, today)
    return tuple(found)


def _of(stored: StoredFile, accept: tuple[str, ...]) -> Iterable[Warning]:
    named, token = {"name": stored.name}, stored.token
    if not any(_fits(stored.mime, one) for one in accept):
        words = _("%(name)s is not a kind of file that is taken here. Please send a photo or a PDF.") % named
        return [Warning(token, words, True, "type")]
    with files.open_file(token) as stream:
        data = stream.read()
    if stored.kind is FileKind.IMAGE:
        return _picture(stored, data)
    if stored.mime == "application/pdf":
        return _pdf(stored, data)
    return []


def _fits(mime: str, accepted: str) -> bool:
    return (
        accepted == "*/*" or mime == accepted or (accepted.endswith("/*") and mime.startswith(accepted[:-1]))
    )


def _pdf(stored: StoredFile, data: bytes) -> list[Warning]:
    named = {"name": stored.name}
    if b"/Encrypt" in data:
        words = _("%(name)s is locked with a password. Please send it without one.") % named
        return [Warning(stored.token, words, True, "locked")]
    if b"%%EOF" not in data[-2048:] or b"/Page" not in data:
        words = _("%(name)s cannot be opened: part of it is missing. Please save it again.") % named
        return [Warning(stored.token, words, True, "unreadable")]
    return []


def _picture(stored: StoredFile, data: bytes) -> list[Warning]:
    named = {"name": stored.name}
    try:
        grey = _grey(data)
    except (UnidentifiedImageError, OSError, ValueError):
        words = _("%(name)s cannot be opened as a picture. Please take it again.") % named
        return [Warning(stored.token, words, True, "unreadable")]
    if min(stored.width, stored.height) < SMALLEST:
        words = (
            _("%(name)s is too small to read. Please take the photo closer, or send the original.") % named
        )
        return [Warning(stored.token, words, True, "size")]
    return _seen(stored.token, named, grey)


def _seen(token: str, named: dict[str, str], grey: Grey) -> list[Warning]:
    if float(np.percentile(grey, 95)) < DARK:
        words = _("%(name)s is too dark. Please take it again where there is more light.") % named
        return [Warning(token, words, True, "dark")]
    if float(grey.std()) < EVEN:
        words = _("%(name)s is blank: nothing can be seen on it.") % named
        return [Warning(token, words, True, "blank")]
    if sharpness(grey) < SHARP:
        words = _("%(name)s looks blurred. If you cannot read it yourself, please take it again.") % named
        return [Warning(token, words, False, "blurred")]
    return []


def _grey(data: bytes) -> Grey:
    with Image.open(BytesIO(data)) as opened:
        small = opened.convert("L")
        small.thumbnail((SIDE, SIDE))
        return np.asarray(small, dtype=np.float32)


def sharpness(grey: Grey) -> float:
    """Variance of the Laplacian: edges of print give hundreds, a picture out of focus next to nothing."""
    inner = grey[1:-1, 1:-1]
    edges = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    return float(edges.var())


def _read(stored: StoredFile, material: str, today: date) -> list[Warning]:
    """What the words on it say, where a text reader is installed."""
    if stored.kind is not FileKind.IMAGE or not material:
        return []
    text = printed.words_on(stored)
    if not text:
        return []
    named = {"name": stored.name}
    plain = "".join(text.split())
    expected = PRINTED.get(material, ())
    if expected and not any(word in plain for word in expected):
        words = _("%(name)s seems to be another document: it says nowhere “%(word)s”.") % {
            **named,
            "word": expected[0],
        }
        return [Warning(stored.token, words, True, "wrong_kind")]
    until = valid_until(plain)
    if until is not None and until < today:
        words = _("%(name)s was valid until %(day)s only. Please send the present one.") % {
            **named,
            "day": until.isoformat(),
        }
        return [Warning(stored.token, words, True, "expired")]
    return []


def valid_until(text: str) -> date | None:
    """The last day a document names as its end; None where it names none, or holds for good."""
    if "有效" not in text or LONG_TERM in text:
        return None
    days = []
    for year, month, day in _until.findall(text[text.index("有效") :]):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(days, default=None)
