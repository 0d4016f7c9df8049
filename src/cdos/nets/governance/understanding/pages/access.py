"""Who may open these pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def editor(request: HttpRequest) -> Actor:
    actor = staff(request)
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise PermissionDenied
    return actor
