"""A clerk files for a person who is there: the document is looked up, the same form follows, a receipt is printed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cdos.base.identity.contracts import DocumentInvalid, IdentityRefused
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import ApplicationRefused, Channel, Receivable
from ..logic import people

NEED = "need-"


@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not api.may_assist(actor):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request)
    sent = request.POST
    channel = Channel(sent["channel"]) if sent.get("channel") in set(Channel) else Channel.COUNTER
    need = f"{NEED}{channel.value}-"
    proof = {name.removeprefix(need): sent[name] for name in sent if name.startswith(need)}
    try:
        item = _item(sent.get("item", ""), channel)
        party = api.receive(
            actor=actor, receivable=Receivable(sent.get("name", ""), sent.get("number", ""), channel)
        )
        draft = api.start(actor=actor, item=item, party_id=party.id, channel=channel, proof=proof)
    except (ApplicationRefused, DocumentInvalid, IdentityRefused) as refused:
        return _page(request, str(refused), getattr(refused, "problems", {}))
    return redirect("applications:allow", draft_id=draft.id)


def _item(code: str, channel: Channel) -> str:
    found = items.item(code)
    if found is None:
        raise ApplicationRefused(
            _("Please choose what they want."), {"item": _("Please choose what they want.")}
        )
    if channel.value not in found.channels:
        raise ApplicationRefused(_("This is not done this way. Please choose another way."))
    return found.code


def _page(request: HttpRequest, error: str = "", problems: dict[str, str] | None = None) -> HttpResponse:
    sent, wrong = request.POST, problems or {}
    chosen = sent.get("channel", Channel.COUNTER.value)
    rules = [
        (
            one,
            [
                (
                    need := f"{NEED}{one.channel.value}-{name}",
                    title,
                    help_,
                    sent.get(need, ""),
                    wrong.get(name, "") if one.channel.value == chosen else "",
                )
                for name, title, help_ in one.needs
            ],
        )
        for one in api.channel_rules()
    ]
    assisted = {one.value for one in people.BY_STAFF}
    context = {
        "error": error,
        "problems": wrong,
        "sent": sent,
        "chosen": chosen,
        "rules": rules,
        "items": [
            (one.code, f"{one.title} · {one.department_name}")
            for one in items.live_items()
            if assisted & set(one.channels)
        ],
        "item": sent.get("item", request.GET.get("item", "")),
    }
    return web.page(request, "applications/counter.html", context, status=422 if error else 200)
