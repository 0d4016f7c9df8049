"""随心办: any items that may be combined, chosen by search; form and papers change with each that comes or goes."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import BundleRefused, Composed
from . import words
from .public import shown

MOST_CODES = 30


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The choice lives in the address, so that it can be kept, shared and taken back by the browser."""
    asked = request.GET
    codes = codes_of(asked.get("items", ""))
    sought = asked.get("q", "").strip()[:60]
    changed = asked.get("added", "") or asked.get("removed", "")
    actor = organisation.actor(request)
    party = actor.party_id if actor.account_id and not actor.is_staff else None
    context: dict[str, object] = {
        "codes": ",".join(codes),
        "sought": sought,
        "chosen": [],
        "error": "",
        "signed_in": actor.account_id is not None,
    }
    try:
        context |= _composition(codes, party)
        context["said"] = said(codes, asked.get("added", ""), asked.get("removed", ""), party)
    except BundleRefused as refused:
        context["error"] = str(refused)
        context["chosen"] = _chosen(codes)
    context["changed"] = changed
    context |= _offered(codes, sought)
    return web.page(request, "bundles/own.html", context, fragment="bundles/parts/own.html")


def codes_of(text: str) -> list[str]:
    return list(dict.fromkeys(code for code in text.split(",")[:MOST_CODES] if code))


def address(codes: Sequence[str], **more: str) -> str:
    return f"{reverse('bundles:own')}?{urlencode({'items': ','.join(codes), **more}, safe=',')}"


def _chosen(codes: Sequence[str]) -> list[dict[str, object]]:
    """Each with the address without it."""
    held = items.items(codes)
    return [
        {
            "item": held.get(code),
            "title": held[code].title if code in held else code,
            "without": address([one for one in codes if one != code], removed=code),
        }
        for code in codes
    ]


def _composition(codes: Sequence[str], party: int | None) -> dict[str, object]:
    if not codes:
        return {"chosen": []}
    composed = api.compose(codes=codes, party_id=party)
    titles = {one.code: one.title for one in items.items(codes).values()}
    return {
        "chosen": _chosen(codes),
        "waves": [[titles[code] for code in wave] for wave in composed.order],
        "entries": composed.form.entries,
        "saving": words.saving(composed),
        "start": f"{reverse('bundles:start', args=['own'])}?{urlencode({'items': ','.join(codes)}, safe=',')}",
        **shown(composed),
    }


def _offered(codes: Sequence[str], sought: str) -> dict[str, object]:
    """What may be added: by words, or a first choice by topic."""
    audience = ""
    if codes:
        try:
            audience = api.audience_of(codes=codes)
        except BundleRefused:
            audience = ""
    if sought:
        found = api.find(words=sought, audience=audience, without=codes)
        return {"found": [(item, address([*codes, item.code], added=item.code)) for item in found]}
    topics = [
        (
            topic,
            [
                (item, address([*codes, item.code], added=item.code))
                for item in held
                if item.code not in codes
            ][:4],
        )
        for topic, held in api.suggested(audience=audience or "person")
    ]
    return {"topics": [(topic, held) for topic, held in topics if held]}


def said(codes: Sequence[str], added: str, removed: str, party: int | None) -> list[str]:
    """What the last change did to form and papers, in sentences."""
    if removed and removed not in codes and codes:
        before = _maybe([*codes, removed], party)
        return _taken_away(before, api.compose(codes=codes, party_id=party), removed) if before else []
    if added in codes and len(codes) > 1:
        before = _maybe([code for code in codes if code != added], party)
        return _put_in(before, api.compose(codes=codes, party_id=party), added) if before else []
    return []


def _maybe(codes: Sequence[str], party: int | None) -> Composed | None:
    try:
        return api.compose(codes=codes, party_id=party)
    except BundleRefused:
        return None


def _taken_away(before: Composed, now: Composed, removed: str) -> list[str]:
    found = items.item(removed)
    named = {"item": found.title if found else removed}
    back = [one.name for one in now.materials if one.code in before.dropped]
    sentences = [_("“%(item)s” is taken out.") % named]
    if back:
        asked = {**named, "papers": "、".join(back)}
        sentences.append(_("It supplied %(papers)s; you now hand that in yourself.") % asked)
    gone = [one.name for one in before.materials if one.code not in {m.code for m in now.materials}]
    if gone := [name for name in gone if name not in back]:
        sentences.append(_("No longer needed: %(papers)s.") % {"papers": "、".join(gone)})
    if fields := _labels(before, now):
        sentences.append(_("No longer asked in the form: %(fields)s.") % {"fields": "、".join(fields)})
    return sentences


def _put_in(before: Composed, now: Composed, added: str) -> list[str]:
    found = items.item(added)
    named = {"item": found.title if found else added}
    sentences = [_("“%(item)s” is added.") % named]
    supplied = [
        now.names.get(code, code) for code in now.dropped if code in {m.code for m in before.materials}
    ]
    if supplied:
        asked = {**named, "papers": "、".join(supplied)}
        sentences.append(_("It supplies %(papers)s; you need not hand that in.") % asked)
    if fields := _labels(now, before):
        sentences.append(_("Asked in the form besides: %(fields)s.") % {"fields": "、".join(fields)})
    return sentences


def _labels(of: Composed, but: Composed) -> list[str]:
    known = {entry.name for entry in but.form.entries}
    return [entry.label for entry in of.form.entries if entry.name not in known]
