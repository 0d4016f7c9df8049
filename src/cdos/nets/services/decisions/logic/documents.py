"""Facts from uploaded documents (AI+秒批): read by machine, shown to the applicant, and used only once confirmed."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import StoredFile
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Value
from cdos.hubs.ai import api as ai
from cdos.hubs.registers.contracts import Availability, Fact

from ..contracts import DOCUMENT, DecisionRefused, DocumentReading, Read, Used
from ..models import DocumentRead
from . import extracting, recording, sealing

log = structlog.get_logger()
TASK = "decisions.read_document"
KEPT_DAYS = 90  # by then it is decided, and the receipt has what was used


def ask(actor: Actor, party_id: int, token: str, fields: Sequence[str]) -> DocumentRead:
    """Have a document read; asked again it is the same reading. LookupError for a file that is not there."""
    stored = files.by_tokens([token])
    if not stored:
        raise LookupError(token)
    with transaction.atomic(), fence.everything():
        row, made = DocumentRead.objects.get_or_create(
            token=token,
            party_id=party_id,
            defaults={
                "name": stored[0].name[:200], "account_id": actor.account_id, "fields": list(fields),
                "sealed": _sealed((), None), "asked_at": timezone.now(),
            },
        )  # fmt: skip
        if made:
            jobs.enqueue(TASK, reading=row.pk)
    return row


def _sealed(found: Iterable[Read], confirmed: Mapping[str, Value] | None) -> bytes:
    kept = [[one.field, one.value, one.quote] for one in found]
    content = {"found": kept, "confirmed": dict(confirmed) if confirmed is not None else None}
    return sealing.seal(sealing.text(content), sealing.READS)


def read(reading: int) -> None:
    """The work itself: seconds, and no transaction meanwhile."""
    with fence.everything():
        row = DocumentRead.objects.filter(pk=reading, read_at__isnull=True).first()
        stored = files.by_tokens([row.token]) if row else []
    if row is None:
        return
    engine, text, why_not = _text(stored[0]) if stored else ("", "", _("The file is no longer there."))
    found = extracting.found(text, row.fields)
    if text and not found:
        why_not = _("Nothing that is asked for here was found in the document.")
    with transaction.atomic(), fence.everything():
        DocumentRead.objects.filter(pk=reading, read_at__isnull=True).update(
            engine=engine, why_not=why_not[:300], sealed=_sealed(found, None), read_at=timezone.now()
        )


def _text(stored: StoredFile) -> tuple[str, str, str]:
    """(engine, text, why not)."""
    reader = ai.file_readers().get(stored.kind)
    if reader is None:
        return "", "", _("Documents of this kind are not read by machine; please type the data.")
    if missing := reader.missing():
        return reader.name, "", missing
    try:
        with tempfile.TemporaryDirectory() as folder, files.open_file(stored.token) as source:
            path = Path(folder) / (os.path.basename(stored.name) or "file")
            path.write_bytes(source.read())
            return reader.name, reader.read(path), ""
    except Exception as error:  # whatever is wrong with a file, the person goes on by typing
        log.warning("document not read", token=stored.token, error=repr(error))
        return reader.name, "", _("The document could not be read; please type the data.")


def readable(tokens: Iterable[str]) -> list[StoredFile]:
    """Those that a reader which is installed here reads."""
    readers = {kind for kind, one in ai.file_readers().items() if not one.missing()}
    return [one for one in files.by_tokens(list(tokens)) if one.kind in readers]


def of_files(party_id: int, tokens: Iterable[str]) -> list[DocumentRead]:
    """The readings of these files for this party."""
    return list(DocumentRead.objects.filter(party_id=party_id, token__in=list(tokens)).order_by("id"))


def row_of(reading_id: int, *, lock: bool = False) -> DocumentRead:
    """LookupError where the transaction may not see it, too."""
    rows = DocumentRead.objects.select_for_update() if lock else DocumentRead.objects
    found = rows.filter(pk=reading_id).first()
    if found is None:
        raise LookupError(reading_id)
    return found


def info(row: DocumentRead) -> DocumentReading:
    content = _content(row)
    found = tuple(Read(name, value, quote, _title(name)) for name, value, quote in content["found"])
    return DocumentReading(
        id=row.pk,
        token=row.token,
        name=row.name,
        engine=row.engine,
        found=found,
        confirmed=content["confirmed"],
        read_at=row.read_at,
        confirmed_at=row.confirmed_at,
        why_not=row.why_not,
    )


def _title(name: str) -> str:
    return rules.title(name, get_language() or settings.LANGUAGE_CODE)


def _content(row: DocumentRead) -> dict[str, Any]:
    content: dict[str, Any] = sealing.unseal(row.sealed, sealing.READS)[1]
    return content


def confirm(actor: Actor, reading_id: int, values: Mapping[str, Value]) -> DocumentRead:
    """The applicant saw what was read, mended it where needed, and says that it is so. Once."""
    row = row_of(reading_id, lock=True)
    known = info(row)
    if row.read_at is None:
        raise DecisionRefused(_("The document is still being read; please wait a moment."))
    if row.confirmed_at is not None:
        raise DecisionRefused(_("What this document says was confirmed already."))
    read_fields = {one.field for one in known.found}
    if extra := set(values) - read_fields:
        raise DecisionRefused(
            _("“{field}” was not read from this document; please type it into the form.").format(
                field=_title(sorted(extra)[0])
            )
        )
    kept = {name: value for name, value in values.items() if value is not None}
    row.sealed, row.confirmed_at = _sealed(known.found, kept), timezone.now()
    row.save(update_fields=["sealed", "confirmed_at"])
    mended = sorted(one.field for one in known.found if one.field in kept and kept[one.field] != one.value)
    recording.entry(
        recording.CONFIRMED,
        by=actor.account_id,
        about=row.party_id,
        object=f"document:{row.pk}",
        details={"fields": sorted(kept), "mended": mended},
    )
    return row


def facts(rows: Iterable[DocumentRead]) -> dict[str, Fact]:
    """What was confirmed, as facts; a value that the person mended is the person's word, not the document's."""
    made: dict[str, Fact] = {}
    for row in rows:
        known = info(row)
        read = {one.field: one.value for one in known.found}
        for name, value in (known.confirmed or {}).items():
            if read.get(name) == value:
                mark = f"{row.engine}:{row.token[:12]}"
                made[name] = Fact(name, value, known.source, row.read_at, Availability.FOUND, mark)
    return made


def check_confirmed(used: Iterable[Used], *, party_id: int | None) -> None:
    """DecisionRefused where a datum claims to be from a document whose owner never confirmed it."""
    for one in used:
        if not one.source.startswith(DOCUMENT):
            continue
        number = one.source.removeprefix(DOCUMENT)
        with fence.everything():
            row = DocumentRead.objects.filter(pk=int(number) if number.isdecimal() else 0).first()
        said = (_content(row)["confirmed"] or {}) if row is not None and row.party_id == party_id else {}
        if one.field not in said or said[one.field] != one.value:
            raise DecisionRefused(
                _(
                    "“{field}” was read from a document and is not confirmed yet; please look at it and confirm."
                ).format(field=_title(one.field))
            )


def forget_old() -> int:
    """Readings whose time is over."""
    with fence.everything():
        old = DocumentRead.objects.filter(asked_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
        return int(old.delete()[0])
