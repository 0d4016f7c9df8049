"""Who may download what is attached to a matter: whoever reads the line it hangs on."""

from collections.abc import Callable

from django.http import HttpRequest

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.matters.logic import attaching, parts, recording, rows
from cdos.base.matters.models import Matter
from cdos.base.organisation import api as organisation

OPEN_TO_ALL: dict[str, Callable[[int], bool]] = {}


def open_to_all(*, kind: str, check: Callable[[int], bool]) -> None:
    """Files of this kind's matters are everybody's where `check(matter id)` says so: the person agreed."""
    OPEN_TO_ALL[kind] = check


def register() -> None:
    files.register_guard(attaching.OWNER, may_see)
    files.register_guard(attaching.STAFF_OWNER, may_see_as_staff)


def may_see(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request)) or _open_to_all(matter_id)


def may_see_as_staff(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request) & parts.STAFF_PARTS)


def _parts(matter_id: int, request: HttpRequest) -> frozenset[str]:
    """What the reader is to the matter; nothing when the fence hides it."""
    actor = organisation.actor(request)
    with organisation.acting(actor):
        matter = Matter.objects.filter(pk=matter_id).first()
        held = parts.parts_of(actor, matter) if matter else frozenset()
        if matter and held & parts.STAFF_PARTS and not request.path.endswith("/thumb"):
            recording.looked(actor, rows.info_of(matter), act=recording.FILE_READ)
        return held


def _open_to_all(matter_id: int) -> bool:
    with fence.everything():
        kind = Matter.objects.values_list("kind", flat=True).filter(pk=matter_id).first()
        check = OPEN_TO_ALL.get(kind) if kind else None
        return check is not None and check(matter_id)
