"""Reads the words in an appeal's clips and photos, when a clerk asks; what was read is kept with the matter."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import structlog

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import StoredFile
from cdos.base.identity.contracts import Self
from cdos.base.jobs import api as jobs
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Erasing
from cdos.hubs.ai import api as ai
from cdos.hubs.ai.api import FileReader
from cdos.nets.governance.appeals.contracts import AppealView

from ..contracts import FileReading, FileReadings
from ..models import FileText

log = structlog.get_logger()
TASK = "understanding.read_files"
MOST_TEXT = 20_000


def of(view: AppealView) -> FileReadings:
    """What is known of the files of an appeal, in their order."""
    known = ai.file_readers()
    kept = {row.token: row for row in FileText.objects.filter(matter_id=view.matter.id)}
    found, waiting, missing = [], 0, []
    for stored in view.files:
        reader, row = known.get(stored.kind), kept.get(stored.token)
        if row is not None:
            found.append(FileReading(stored.token, stored.name, row.engine, row.text, row.why_not))
        elif reader is not None and (why := reader.missing()):
            missing.append(why)
        elif reader is not None:
            waiting += 1
    return FileReadings(tuple(found), waiting, tuple(dict.fromkeys(missing)))


def ask(view: AppealView) -> None:
    """Queue the reading of what waits; the files' tokens are all that the job knows."""
    if of(view).waiting:
        jobs.enqueue(TASK, matter=view.matter.id, tokens=[stored.token for stored in view.files])


def read(matter: int, tokens: Sequence[str]) -> int:
    """Read what is not read yet; how many files. Seconds a file, and no transaction meanwhile."""
    known, done = ai.file_readers(), 0
    with fence.everything():
        kept = set(FileText.objects.filter(matter_id=matter).values_list("token", flat=True))
        there = [stored for stored in files.by_tokens(list(tokens)) if stored.token not in kept]
    for stored in there:
        reader = known.get(stored.kind)
        if reader is None or reader.missing():
            continue
        text, why = _read(reader, stored)
        with fence.everything():
            FileText.objects.update_or_create(
                matter_id=matter,
                token=stored.token,
                defaults={"engine": reader.name, "text": text[:MOST_TEXT], "why_not": why},
            )
        done += 1
    return done


def _read(reader: FileReader, stored: StoredFile) -> tuple[str, str]:
    name = os.path.basename(stored.name) or "file"
    try:
        with tempfile.TemporaryDirectory() as folder, files.open_file(stored.token) as source:
            path = Path(folder) / name
            path.write_bytes(source.read())
            return reader.read(path), ""
    except Exception as error:  # a broken file must not keep the others from being read
        log.warning("understanding.unread", token=stored.token, error=type(error).__name__)
        return "", "unreadable"


def erase(ids: Sequence[int], what: Erasing) -> None:
    rows = list(FileText.objects.filter(matter_id__in=list(ids)))
    if what is Erasing.ANONYMISE:
        for row in rows:
            row.text = mask(row.text)
        FileText.objects.bulk_update(rows, ["text"], batch_size=200)
    else:
        FileText.objects.filter(pk__in=[row.pk for row in rows]).delete()


def own(asked: Self) -> list[dict[str, object]]:
    """What was read in the person's files, for that person."""
    if asked.party_id is None:
        return []
    with fence.everything():
        ids = matters.ids_of_subject(party_id=asked.party_id)
        rows = FileText.objects.filter(matter_id__in=ids).order_by("pk")
        return [
            {"number": row.matter.number, "text": row.text, "at": row.at}
            for row in rows.select_related("matter")
        ]
