"""Pools: opened once, raised or lowered, read with what stands in the books."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.nets.services.books import api as books

from ..contracts import PayoutRefused, Pool
from ..models import Pool as Row
from . import accounts, recording, shapes


def open_pool(code: str, title: str, unit: str, year: int, fen: int, by: str) -> Pool:
    if fen < 0:
        raise PayoutRefused(_("A pool begins with nothing or more."))
    if not Row.objects.filter(code=code).exists():
        try:
            with transaction.atomic():
                _make(code, title, unit, year, fen, by)
        except IntegrityError:  # somebody else opened it meanwhile
            if not Row.objects.filter(code=code).exists():
                raise
    return read(by_code(code))


def _make(code: str, title: str, unit: str, year: int, fen: int, by: str) -> None:
    row = Row.objects.create(code=code, title=title[:200], unit=unit, year=year, opened_at=timezone.now())
    accounts.open_pool(code, row.title)
    if fen:
        accounts.put_in(code, fen, key="open", memo=row.title, by=by)
    recording.of_pool(recording.POOL, row, fen)


def top_up(code: str, fen: int, key: str, by: str) -> Pool:
    """Less than nothing takes free money out again. The same key once."""
    row = by_code(code)
    accounts.put_in(code, fen, key=f"top:{key}", memo=row.title, by=by)
    recording.of_pool(recording.TOP_UP, row, fen)
    return read(row)


def by_code(code: str) -> Row:
    row = Row.objects.filter(code=code).first()
    if row is None:
        raise LookupError(code)
    return row


def read(row: Row) -> Pool:
    return shapes.pool(row, _balances(f"pool/{row.code}/"))


def read_all(rows: "QuerySet[Row]") -> list[Pool]:
    balances = _balances("pool/")
    return [shapes.pool(row, balances) for row in rows.order_by("-year", "code")]


def _balances(prefix: str) -> dict[str, int]:
    return {one.code: one.fen for one in books.accounts(prefix)}
