"""What readers report: masked when it is taken, answered by an editor."""

from django.conf import settings
from django.db.models import Count
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.languages.contracts import MistakeReport, TranslationRefused
from cdos.base.languages.models import Report
from cdos.base.masking.api import mask

LONGEST = 500


def page_name(path: str) -> str:
    """`/track/SZ-26-1?key=…` as `appeals:track`: the address itself may hold a secret."""
    try:
        return resolve(path.partition("?")[0]).view_name[:80]
    except Resolver404:
        return ""


def take(*, language: str, path: str, quote: str, better: str) -> None:
    """TranslationRefused."""
    quote, better = (" ".join(text.replace("\x00", "").split()) for text in (quote, better))
    if not quote:
        raise TranslationRefused(_("Copy the words that are wrong, or say which they are."))
    if max(len(quote), len(better)) > LONGEST:
        raise TranslationRefused(_("At most 500 characters, please."))
    if language not in dict(settings.LANGUAGES):
        raise TranslationRefused(_("Choose a language from the list."))
    Report.objects.create(language=language, page=page_name(path), quote=mask(quote), better=mask(better))


def waiting(language: str, *, limit: int = 50) -> list[MistakeReport]:
    rows = Report.objects.filter(language=language, settled_at__isnull=True).order_by("-id")[:limit]
    return [MistakeReport(row.id, row.language, row.page, row.quote, row.better, row.at) for row in rows]


def counts() -> dict[str, int]:
    rows = Report.objects.filter(settled_at__isnull=True).values_list("language").annotate(n=Count("id"))
    return dict(rows)


def settle(*, report_id: int, by: str) -> Report:
    """LookupError."""
    row = Report.objects.select_for_update().filter(id=report_id, settled_at__isnull=True).first()
    if row is None:
        raise LookupError(report_id)
    row.settled_by, row.settled_at = by, timezone.now()
    row.save(update_fields=["settled_by", "settled_at"])
    return row
