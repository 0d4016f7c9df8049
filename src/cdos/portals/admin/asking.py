"""Who may open the administrators' pages."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor


def administrator(request: HttpRequest, action: Action) -> Actor | HttpResponse:
    """The administrator who asks; for visitors the way to the sign-in. PermissionDenied for everybody else."""
    actor = organisation.actor(request)
    if actor.account_id is None:
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('identity:sign_in')}?{back}")
    if not organisation.may(actor, action):
        raise PermissionDenied
    return actor
