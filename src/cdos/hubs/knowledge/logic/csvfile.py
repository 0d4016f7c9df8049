"""The knowledge base as CSV: out for other systems, in from them. All of a file, or nothing and the errors by line."""

import csv
import io
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from ..contracts import Audience, EntryRefused, EntryState, Imported, NewEntry, SourceLine
from ..contracts import Entry as EntryInfo
from ..models import Entry
from . import keeping

COLUMNS = (
    *("code", "language", "question", "answer", "source", "source_url", "owner_unit", "valid_from"),
    *("valid_until", "audience", "category", "keywords", "state"),
)
MOST_ROWS = 50_000
ERRORS = 50
SAME = ("question", "answer", "sources", "owner_unit", "valid_until", "audience", "category", "keywords")


def write(entries: Iterable[EntryInfo]) -> str:
    """With a mark at its head, so that spreadsheets read it as UTF-8; several sources stand on lines of one cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in entries:
        titles, urls = [line.title for line in one.sources], [line.url for line in one.sources]
        until = one.valid_until.isoformat() if one.valid_until else ""
        values = [
            *(one.code, one.language, one.question, one.answer, "\n".join(titles), "\n".join(urls)),
            *(one.owner_unit, one.valid_from.isoformat(), until, one.audience.value),
            *(one.category, one.keywords, one.state.value),
        ]
        writer.writerow([web.plain_cell(value) for value in values])
    return "\ufeff" + out.getvalue()


def read(raw: bytes, *, actor: Actor, live: bool) -> Imported:
    """With `live` what has a source and an owner is put in force at once; else all are proposals."""
    rows = list(_rows(raw))
    errors: list[str] = []
    stored = 0
    with transaction.atomic():
        for line, values in rows:
            try:
                stored += _store(values, actor, live)
            except (EntryRefused, ValueError) as refused:
                errors.append(_("Line %(line)d: %(why)s") % {"line": line, "why": refused})
        if errors:
            transaction.set_rollback(True)
    if errors:
        return Imported(len(rows), 0, 0, tuple(errors[:ERRORS]))
    return Imported(len(rows), stored, len(rows) - stored)


def _rows(raw: bytes) -> Iterable[tuple[int, dict[str, str]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise EntryRefused("file", _("The file is neither UTF-8 nor GB18030."))
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"question", "answer"} <= set(reader.fieldnames or ()):
        raise EntryRefused("file", _("The file needs the columns “question” and “answer”."))
    for line, values in enumerate(reader, 2):
        if line > MOST_ROWS:
            raise EntryRefused("file", _("At most %(most)d rows in one file.") % {"most": MOST_ROWS})
        yield line, {name: (value or "").strip() for name, value in values.items() if isinstance(name, str)}


def _store(values: dict[str, str], actor: Actor, live: bool) -> bool:
    """False where the entry is there as it is."""
    new = _entry(values)
    there = Entry.objects.filter(code=new.code, language=new.language).first() if new.code else None
    if there is None:
        made = keeping.propose(new, by=actor.name)
        assert made is not None
    else:
        wanted = keeping.checked(new)
        if all(getattr(there, name) == wanted[name] for name in SAME):
            return False
        made = keeping.change(there.pk, new, actor=actor)
    if live and made.state == EntryState.PROPOSED.value:
        keeping.put(made.pk, EntryState.LIVE, actor=actor)
    return True


def _entry(values: dict[str, str]) -> NewEntry:
    titles, urls = values.get("source", "").split("\n"), values.get("source_url", "").split("\n")
    urls += [""] * (len(titles) - len(urls))
    audience = values.get("audience") or Audience.EVERYONE.value
    if audience not in set(Audience):
        raise EntryRefused("audience", _("The audience is “everyone” or “enterprise”."))
    return NewEntry(
        question=values["question"],
        answer=values["answer"],
        sources=tuple(SourceLine(title, url) for title, url in zip(titles, urls, strict=False)),
        language=values.get("language") or "zh-hans",
        code=values.get("code", ""),
        keywords=values.get("keywords", ""),
        audience=Audience(audience),
        category=values.get("category", ""),
        owner_unit=values.get("owner_unit", ""),
        valid_from=keeping.day(values.get("valid_from", "")),
        valid_until=keeping.day(values.get("valid_until", "")),
    )
