"""Pages for staff that show how each kind of matter is handled."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account
from cdos.base.matters import api
from cdos.base.matters.logic import diagram
from cdos.base.web import api as web
from cdos.base.web.contracts import Slot

app_name = "matters"


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """None for staff."""
    account = getattr(request, "account", None)
    if isinstance(account, Account) and account.is_staff:
        return None
    if account is not None:
        raise PermissionDenied
    return identity.to_sign_in(request)


@require_GET
def flows_page(request: HttpRequest) -> HttpResponse:
    flows = [api.flow(kind) for kind in api.flow_kinds()]
    return _turned_away(request) or web.page(request, "matters/flows.html", {"flows": flows})


@require_GET
def flow_page(request: HttpRequest, kind: str) -> HttpResponse:
    if turned_away := _turned_away(request):
        return turned_away
    try:
        flow = api.flow(kind)
    except LookupError as error:
        raise Http404 from error
    context = {"flow": flow, "picture": diagram.svg(flow), "moves": diagram.lines(flow)}
    return web.page(request, "matters/flow.html", context)


def _is_staff(request: HttpRequest) -> bool:
    account = getattr(request, "account", None)
    return isinstance(account, Account) and account.is_staff


def register_menu() -> None:
    web.menu.register(
        slot=Slot.STAFF,
        key="flows",
        title=gettext_lazy("Flows"),
        url="matters:flows",
        icon="list",
        order=90,
        visible=_is_staff,
    )


urlpatterns = [
    path("staff/flows/", flows_page, name="flows"),
    path("staff/flows/<str:kind>/", flow_page, name="flow"),
]
