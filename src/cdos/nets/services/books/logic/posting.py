"""Opening accounts and moving money between them: once a key, balanced, above every floor, whatever runs at the same time."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..contracts import Account, BooksRefused, Journal, Overdrawn
from ..models import Account as AccountRow
from ..models import Journal as JournalRow
from ..models import Line
from . import shapes


def open_account(code: str, title: str, floor_fen: int | None) -> Account:
    row, _made = AccountRow.objects.get_or_create(
        code=code, defaults={"title": title[:200], "floor_fen": floor_fen}
    )
    return shapes.account(row)


def post(key: str, memo: str, lines: Mapping[str, int], by: str) -> Journal:
    """Lines of nothing are left out: a movement may name an account that this time keeps what it has."""
    moved = {code: fen for code, fen in lines.items() if fen}
    if sum(moved.values()) or not moved:
        raise BooksRefused(
            _("The movement does not balance: what leaves one account must arrive in another.")
        )
    known = JournalRow.objects.filter(key=key).first()
    if known is not None:
        return _same(known, moved)
    try:
        with transaction.atomic():
            return _write(key, memo, moved, by)
    except IntegrityError:
        # Somebody else wrote the same key while we were at it; anything else is a mistake of ours and is shown.
        known = JournalRow.objects.filter(key=key).first()
        if known is None:
            raise
        return _same(known, moved)


def _write(key: str, memo: str, moved: Mapping[str, int], by: str) -> Journal:
    row = JournalRow.objects.create(key=key, memo=memo[:300], at=timezone.now(), by=by[:100])
    accounts = _locked(moved)
    for account in accounts:
        left = account.fen + moved[account.code]
        if account.floor_fen is not None and left < account.floor_fen and moved[account.code] < 0:
            raise Overdrawn(
                _("There is not enough money left on “%(account)s”.") % {"account": account.title}
            )
    Line.objects.bulk_create(
        Line(journal=row, account=account, fen=moved[account.code]) for account in accounts
    )
    return Journal(row.key, row.memo, row.at, dict(moved), row.by)


def _locked(moved: Mapping[str, int]) -> list[AccountRow]:
    """In order of their codes, so that two movements over the same accounts wait for each other and never in a circle."""
    found = list(AccountRow.objects.select_for_update().filter(code__in=list(moved)).order_by("code"))
    missing = sorted(set(moved) - {account.code for account in found})
    if missing:
        raise BooksRefused(_("Nobody opened the account “%(account)s”.") % {"account": missing[0]})
    return found


def _same(row: JournalRow, moved: Mapping[str, int]) -> Journal:
    journal = shapes.journal(row)
    if dict(journal.lines) != dict(moved):
        raise BooksRefused(_("This movement was already booked with other sums."))
    return journal
