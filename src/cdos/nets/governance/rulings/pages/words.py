"""Codes as words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cdos.base.organisation import api as organisation

from ..contracts import Cause

CAUSES: dict[Cause, Promise] = {
    Cause.HAND_OVERS: _("handed on three times"),
    Cause.TIME: _("nobody took it in time"),
    Cause.ASKED: _("the unit asks"),
}


def cause(value: Cause) -> str:
    return str(CAUSES[value])


def unit(code: str) -> str:
    found = organisation.unit(code)
    return found.name if found else code


def area(code: str) -> str:
    found = organisation.area(code)
    return found.name if found else code
