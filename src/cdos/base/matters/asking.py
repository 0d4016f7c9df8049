"""Who asks for a page, or is sent to sign in, or is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cdos.base.identity import api as identity
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Acted = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def signed_in(view: Acted[P]) -> View[P]:
    """Passes who acts; visitors go to the sign-in and back, what is not there or not theirs is 404 or 403."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actor = organisation.actor(request)
        if actor.account_id is None:
            return identity.to_sign_in(request)
        try:
            return view(request, actor, *args, **kwargs)
        except LookupError as missing:
            raise Http404 from missing
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused

    return guarded


def own_page(view: Acted[P]) -> View[P]:
    """As `signed_in`, for a page about who asks: no cache keeps it."""
    return never_cache(signed_in(view))


def needs(may: Callable[[Actor], bool]) -> Callable[[Acted[P]], View[P]]:
    """As `signed_in`, for those only who may."""

    def wrap(view: Acted[P]) -> View[P]:
        @wraps(view)
        def allowed(request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(actor):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        return signed_in(allowed)

    return wrap
