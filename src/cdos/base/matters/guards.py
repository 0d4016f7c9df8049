"""Who may download what is attached to a matter: whoever reads the line it hangs on."""

from django.http import HttpRequest

from cdos.base.files import api as files
from cdos.base.matters.logic import attaching, parts
from cdos.base.matters.models import Matter
from cdos.base.organisation import api as organisation


def register() -> None:
    files.register_guard(attaching.OWNER, may_see)
    files.register_guard(attaching.STAFF_OWNER, may_see_as_staff)


def _parts(matter_id: int, request: HttpRequest) -> frozenset[str]:
    matter = Matter.objects.filter(pk=matter_id).first()
    return parts.parts_of(organisation.actor(request), matter) if matter else frozenset()


def may_see(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request))


def may_see_as_staff(matter_id: int, request: HttpRequest) -> bool:
    return bool(_parts(matter_id, request) & parts.STAFF_PARTS)
