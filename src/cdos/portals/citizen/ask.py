"""The service bot: answers from the knowledge base with the sources, says when it does not know, and files an appeal then.

No model from outside. A question comes by POST, so that no log keeps it, and it is not stored.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.web import api as web
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import Found

LONGEST = 500
PORTAL = "citizen"


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    question = request.POST.get("question", "").replace("\x00", "").strip()[:LONGEST]
    found = answered(question) if question else None
    context = {"question": question, "found": found, "longest": LONGEST}
    return web.page(request, "citizen/ask.html", context)


def answered(question: str) -> Found:
    return knowledge.ask(question=question, language=get_language() or "", portal=PORTAL)


@require_POST
def helped(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Once a session and entry."""
    said = request.session.get("helped", [])
    if entry_id not in said:
        knowledge.rate(entry_id=entry_id, helped=request.POST.get("helped") == "yes")
        request.session["helped"] = [*said, entry_id][-50:]
    web.toast(request, _("Thank you. That helps us to answer better."))
    return redirect("citizen:ask")
