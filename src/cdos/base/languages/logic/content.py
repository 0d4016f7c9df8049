"""Content in the reader's language: from the table, from a machine that answers at once, else the original for now."""

import hashlib
import time
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.jobs import api as jobs
from cdos.base.languages.adapters import registry
from cdos.base.languages.contracts import Content, Said, TranslationRefused
from cdos.base.languages.models import Translation
from cdos.base.web import api as web

TASK = "languages.translate"
LONGEST = 5_000
FRESH_S = 60.0
MOST = 20_000
_cache: dict[tuple[str, str, str], tuple[float, Said]] = {}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def said(texts: Sequence[str], *, source: str, target: str) -> list[Said]:
    """One answer a text, in order."""
    if target == source:
        return [Said(text, source, text, source, False) for text in texts]
    if (source, target) == ("zh-hans", "zh-hant"):
        return [Said(web.traditional(text), target, text, source, False) for text in texts]
    known = _cached(texts, source, target)
    missing = [text for text in texts if text.strip() and text not in known]
    found = _known(missing, source, target) if missing else {}
    if lacking := sorted({text for text in missing if text not in found}):
        found |= _asked(lacking, source, target)
    # What nobody has translated is remembered too, or a list in Chinese would cost a look for each title.
    found = {text: Said(text, source, text, source, False) for text in missing} | found
    _remember(found, source, target)
    known |= found
    return [known.get(text) or Said(text, source, text, source, False) for text in texts]


def _cached(texts: Sequence[str], source: str, target: str) -> dict[str, Said]:
    """What this process looked up within the last minute: a list of titles costs no query a title."""
    now, found = time.monotonic(), {}
    for text in texts:
        kept = _cache.get((source, target, text))
        if kept and now - kept[0] < FRESH_S:
            found[text] = kept[1]
    return found


def _remember(found: dict[str, Said], source: str, target: str) -> None:
    if len(_cache) + len(found) > MOST:
        _cache.clear()
    now = time.monotonic()
    _cache.update({(source, target, text): (now, one) for text, one in found.items()})


def forget() -> None:
    _cache.clear()


def _known(texts: Sequence[str], source: str, target: str) -> dict[str, Said]:
    rows = Translation.objects.filter(
        source=source, target=target, digest__in={digest(text) for text in texts if text.strip()}
    )
    return {
        row.original: Said(row.text, target, row.original, source, not row.read_by)
        for row in rows
        if row.text
    }


def _asked(texts: Sequence[str], source: str, target: str) -> dict[str, Said]:
    """What the machine says at once; a slow one is asked by a job and the page shows the original till then."""
    machine = registry.translator()
    texts = [text for text in texts if len(text) <= LONGEST]
    if machine is None or not texts:
        return {}
    if machine.instant:
        pairs = zip(texts, machine.translate(texts, source=source, target=target), strict=True)
        made = {text: answer for text, answer in pairs if answer}
        keep(made, source=source, target=target, made_by=settings.TRANSLATOR)
        return {text: Said(answer, target, text, source, True) for text, answer in made.items()}
    with transaction.atomic():
        for text in texts:
            key = f"{TASK}:{source}:{target}:{digest(text)}"  # asked once, however many read the page
            jobs.enqueue(TASK, effect_key=key, texts=[text], source=source, target=target)
    return {}


def translate_now(texts: Sequence[str], *, source: str, target: str) -> int:
    """Asks the machine for what is not known yet and keeps it; answers how many."""
    machine = registry.translator()
    known = _known(texts, source, target)
    lacking = sorted({text for text in texts if text.strip() and text not in known})
    if machine is None or not lacking:
        return 0
    answers = machine.translate(lacking, source=source, target=target)
    made = {text: answer for text, answer in zip(lacking, answers, strict=True) if answer}
    keep(made, source=source, target=target, made_by=settings.TRANSLATOR)
    return len(made)


def keep(made: dict[str, str], *, source: str, target: str, made_by: str) -> None:
    rows = [
        Translation(
            digest=digest(text), source=source, target=target, original=text, text=answer, made_by=made_by
        )
        for text, answer in made.items()
    ]
    Translation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def reader_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def unread(language: str, *, after: int, limit: int) -> list[Content]:
    rows = Translation.objects.filter(target=language, read_by="", id__gt=after).order_by("id")[:limit]
    return [Content(row.id, row.original, row.text, row.read_by) for row in rows]


def count_unread() -> Iterable[str]:
    """The language of each unread translation."""
    return Translation.objects.filter(read_by="").values_list("target", flat=True)


def confirm(*, content_id: int, text: str, by: str) -> Translation:
    """A person has read it; `text` as it shall stand from now on."""
    text = text.strip()
    if not text:
        raise TranslationRefused(_("Write the translation, in every form."))
    row = Translation.objects.select_for_update().filter(id=content_id).first()
    if row is None:
        raise LookupError(content_id)
    row.text, row.read_by, row.read_at = text, by, timezone.now()
    row.save(update_fields=["text", "read_by", "read_at"])
    _cache.pop((row.source, row.target, row.original), None)
    return row
