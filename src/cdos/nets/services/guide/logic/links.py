"""Services of other providers: kept by editors, loaded for the sample, shown with their health."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from ..contracts import GuideRefused, Health, ProviderLink
from ..models import Link

PACKAGED = Path(__file__).parent.parent / "data" / "links.json"


def info(row: Link) -> ProviderLink:
    return ProviderLink(
        code=row.code,
        title=row.title,
        provider=row.provider,
        url=row.url,
        summary=row.summary,
        words=tuple(row.words),
        topics=tuple(row.topics),
        audience=tuple(row.audience) or ("person",),
        health=Health(row.health),
        checked_at=row.checked_at,
        away_since=row.away_since,
        failure=row.failure,
    )


def active(codes: Iterable[str] | None = None) -> list[ProviderLink]:
    rows = Link.objects.filter(active=True).order_by("id")
    return [info(row) for row in (rows if codes is None else rows.filter(code__in=list(codes)))]


def packaged() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(PACKAGED.read_text("utf-8"))
    return found


def load(rows: Iterable[Mapping[str, Any]]) -> int:
    """Those not known yet; how many."""
    known = set(Link.objects.values_list("code", flat=True))
    fresh = [Link(**{"audience": ["person"], **row}) for row in rows if row["code"] not in known]
    return len(Link.objects.bulk_create(fresh))


def put(
    code: str, *, title: str, provider: str, url: str, summary: str, words: Iterable[str]
) -> ProviderLink:
    """A new link, or a known one changed; its health is asked anew. GuideRefused says what to change."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > 500:
        raise GuideRefused(_("Write the whole address, beginning with https://."))
    if not title.strip() or not provider.strip():
        raise GuideRefused(_("Say what the service is called and who offers it."))
    with transaction.atomic():
        row = Link.objects.select_for_update().filter(code=code).first() if code else None
        row = row or Link(code=code or fresh_code(parts.netloc), audience=["person"])
        if row.url != url.strip():
            row.health, row.failures, row.failure, row.away_since = Health.UNKNOWN.value, 0, "", None
        row.title, row.provider, row.url = title.strip()[:120], provider.strip()[:120], url.strip()
        row.summary, row.words = summary.strip()[:300], [word for word in words if word][:20]
        row.active = True
        row.save()
    return info(row)


def fresh_code(host: str) -> str:
    stem = "".join(letter if letter.isalnum() else "-" for letter in host.lower()).strip("-")[:48]
    taken = set(Link.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for n in range(len(taken) + 1) if (code := stem if n == 0 else f"{stem}-{n}") not in taken
    )


def remove(code: str) -> None:
    """LookupError for a code that is none."""
    if not Link.objects.filter(code=code).update(active=False):
        raise LookupError(code)
