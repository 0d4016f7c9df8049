"""Who may download what is attached to a matter: whoever reads the line it hangs on."""

from collections.abc import Callable

from django.http import HttpRequest

from cdos.base.files import api as files
from cdos.base.matters.logic import attaching, parts
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
    matter = Matter.objects.filter(pk=matter_id).first()
    if matter is None:
        return False
    check = OPEN_TO_ALL.get(matter.kind)
    return (check is not None and check(matter_id)) or bool(_parts(matter, request))


def may_see_as_staff(matter_id: int, request: HttpRequest) -> bool:
    matter = Matter.objects.filter(pk=matter_id).first()
    return matter is not None and bool(_parts(matter, request) & parts.STAFF_PARTS)


def _parts(matter: Matter, request: HttpRequest) -> frozenset[str]:
    return parts.parts_of(organisation.actor(request), matter)
