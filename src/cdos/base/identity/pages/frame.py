"""What identity adds to every page's frame: the name, whom one acts for, the way in and out."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cdos.base.identity.addresses import safe_next, sign_in_address
from cdos.base.identity.pages.asking import acting_for, asking
from cdos.base.web import api as web


def frame(request: HttpRequest) -> dict[str, str]:
    account = asking(request)
    if account is None:
        return {"sign_in_url": sign_in_address(next_path=safe_next(request, request.get_full_path()))}
    party = acting_for(request)
    other = party.name if party and party.id != account.party_id else ""
    return {
        "account_name": account.name,
        "acting_for": other,
        "sign_out_url": reverse("identity:sign_out"),
        "language": account.language,
    }


def install() -> None:
    web.shell.register_context(frame)
    web.menu.register(
        slot="account", key="me", title=_("My account"), url="identity:me", icon="person", order=10
    )
    web.menu.register(
        slot="account",
        key="acting",
        title=_("Act for somebody else"),
        url="/accounts/me/#acting",
        icon="people",
        order=20,
    )
