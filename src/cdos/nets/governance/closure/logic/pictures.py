"""Photos before and after: taken where the problem is, after it was reported, and of something else than before?

The verdict is made while the photo is received, before its position is stripped, and only the verdict is kept. A photo
without a position says nothing either way: messengers take it out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import Seen
from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView
from cdos.nets.governance.closure.contracts import PhotoPlace, Reason
from cdos.nets.governance.closure.logic import signs
from cdos.nets.governance.closure.models import Answer, PhotoMark

AT_PLACE_M, NEAR_M = 150, 500
ALIKE_BITS = 3  # of 64 that may differ
PLAIN_BITS = 8  # fewer bits set, or unset: a wall, a dark picture, alike to any other
LOOK_BACK = timedelta(days=180)
KEPT_LOOSE = timedelta(days=2)


def witness(token: str, about: str, seen: Seen) -> None:
    """Called while the photo is received; see `files.register_witness`."""
    with fence.everything():
        about_id, place = _compare(about, seen)
        taken = timezone.make_aware(seen.taken) if seen.taken else None
        PhotoMark.objects.create(
            token=token,
            at=timezone.now(),
            print=signed(seen.print),
            bands=bands(seen.print),
            about_id=about_id,
            place=place.value,
            taken_at=taken,
        )


def _compare(about: str, seen: Seen) -> tuple[int | None, PhotoPlace]:
    if not about or not matters.is_number(about):
        return None, PhotoPlace.UNKNOWN
    try:
        matter = matters.get(actor=SYSTEM, number=about)
    except LookupError:
        return None, PhotoPlace.UNKNOWN
    place = matter.place
    if seen.lon is None or seen.lat is None or place.lon is None or place.lat is None:
        return matter.id, PhotoPlace.UNKNOWN
    metres = appeals.distance_m(lon=seen.lon, lat=seen.lat, other_lon=place.lon, other_lat=place.lat)
    if metres <= AT_PLACE_M:
        return matter.id, PhotoPlace.HERE
    return matter.id, PhotoPlace.NEAR if metres <= NEAR_M else PhotoPlace.ELSEWHERE


def signed(bits: int) -> int:
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def bands(bits: int) -> list[int]:
    """Of pictures that differ in at most three bits, one of the four parts is equal."""
    return [place << 16 | (bits >> 16 * place) & 0xFFFF for place in range(4)]


def differ(one: int, other: int) -> int:
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def is_plain(bits: int) -> bool:
    ones = (bits & (1 << 64) - 1).bit_count()
    return not PLAIN_BITS <= ones <= 64 - PLAIN_BITS


def judge(answer: Answer, view: AppealView, tokens: Sequence[str]) -> list[Reason]:
    """What the photos of an answer say; signs against it are added to it."""
    marks = list(PhotoMark.objects.filter(token__in=list(tokens)))
    before = list(PhotoMark.objects.filter(token__in=[one.token for one in view.files]))
    found = [reason for mark in marks for reason in _said(mark, before, answer, view)]
    for reason in dict.fromkeys(found):
        if reason.weight > 0:
            signs.add(answer.pk, reason)
    PhotoMark.objects.filter(pk__in=[mark.pk for mark in marks]).update(matter_id=answer.matter_id)
    return found


def _said(mark: PhotoMark, before: Iterable[PhotoMark], answer: Answer, view: AppealView) -> Iterator[Reason]:
    if mark.about_id == answer.matter_id:
        if mark.place == PhotoPlace.ELSEWHERE.value:
            yield Reason("photo_elsewhere", signs.WEIGHTS["photo_elsewhere"])
        elif mark.place == PhotoPlace.HERE.value:
            yield Reason("photo_here", -0.01)
    if mark.taken_at and mark.taken_at < view.matter.filed_at - timedelta(hours=1):
        yield Reason("photo_old", signs.WEIGHTS["photo_old"])
    if is_plain(mark.print):
        return
    if any(differ(mark.print, other.print) <= ALIKE_BITS for other in before):
        yield Reason("photo_same", signs.WEIGHTS["photo_same"])
    if other := _elsewhere_used(mark, answer.matter_id):
        yield Reason("photo_reused", signs.WEIGHTS["photo_reused"], other)


def _elsewhere_used(mark: PhotoMark, matter_id: int) -> str:
    """The number of another appeal whose answer had this picture; "" for none."""
    rows = PhotoMark.objects.filter(
        bands__overlap=mark.bands, matter_id__isnull=False, at__gte=timezone.now() - LOOK_BACK
    ).exclude(matter_id=matter_id)
    alike = (row for row in rows.order_by("-at")[:200] if differ(row.print, mark.print) <= ALIKE_BITS)
    used = next((row.matter_id for row in alike if row.matter_id is not None), None)
    answer = Answer.objects.filter(matter_id=used).order_by("-id").first() if used is not None else None
    return answer.number if answer else ""


def forget_loose() -> int:
    """Marks of photos that nobody used."""
    old = list(
        PhotoMark.objects.filter(matter_id__isnull=True, at__lt=timezone.now() - KEPT_LOOSE).values_list(
            "token", flat=True
        )[:5000]
    )
    there = {one.token for one in files.by_tokens(old)} if old else set()
    gone = [token for token in old if token not in there]
    return PhotoMark.objects.filter(token__in=gone).delete()[0] if gone else 0
