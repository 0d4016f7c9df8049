"""The receipt of a decision: what was decided, why, on which data from where, by which version of the rule, how to object."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Truth
from cdos.base.web import api as web
from cdos.hubs.registers import api as registers

from .. import api
from ..contracts import APPLICANT, DOCUMENT, Outcome, Receipt, Used

MARKS = {Truth.YES: ("check", "good"), Truth.NO: ("close", "bad"), Truth.UNKNOWN: ("info", "warm")}
KINDS = {Outcome.GRANTED: "good", Outcome.REFUSED: "bad", Outcome.ASK: "warm", Outcome.PERSON: "info"}


@require_GET
def one(request: HttpRequest, receipt_id: int) -> HttpResponse:
    actor = organisation.actor(request)
    if actor.account_id is None:
        return identity.to_sign_in(request)
    actor = api.acting(actor=actor, receipt_id=receipt_id)
    try:
        receipt = api.receipt(actor=actor, receipt_id=receipt_id)
        whole = api.is_whole(actor=actor, receipt_id=receipt_id)
    except LookupError as missing:
        raise Http404 from missing
    reading = api.reading(receipt)
    context = {
        "receipt": receipt,
        "reading": reading,
        "kind": KINDS[receipt.outcome],
        "whole": whole,
        "rows": [_row(receipt, at) for at in range(len(receipt.trace))],
        "used": [_used(used) for used in receipt.used],
        "staff": actor.is_staff,
    }
    return web.page(request, "decisions/receipt.html", context)


def _row(receipt: Receipt, at: int) -> dict[str, Any]:
    finding, language = receipt.trace[at], get_language() or "zh-hans"
    icon, kind = MARKS[finding.truth]
    words = {Truth.YES: _("holds"), Truth.NO: _("does not hold"), Truth.UNKNOWN: _("not known")}[
        finding.truth
    ]
    return {
        "icon": icon,
        "kind": kind,
        "state": words,
        "text": rules.leaf_in_words(finding.leaf, language),
        "clause": rules.clause_in_words(finding.leaf.clause),
    }


def _used(used: Used) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    erased = used.value is None
    return {
        "title": rules.title(used.field, language),
        "value": _("erased")
        if erased
        else rules.value_in_words(used.value, field=used.field, language=language),
        "source": source_in_words(used.source),
        "as_of": used.as_of,
    }


def source_in_words(source: str) -> str:
    if source == APPLICANT:
        return _("said by the applicant")
    if source.startswith(DOCUMENT):
        return _("read from an uploaded document, confirmed by the applicant")
    known = registers.source(source)
    return known.words if known else source
