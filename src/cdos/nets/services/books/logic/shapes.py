"""Rows as other modules see them."""

from ..contracts import Account, Journal
from ..models import Account as AccountRow
from ..models import Journal as JournalRow


def account(row: AccountRow) -> Account:
    return Account(row.code, row.title, row.fen, row.floor_fen)


def journal(row: JournalRow) -> Journal:
    lines = {
        line.account.code: line.fen for line in row.lines.select_related("account").order_by("account__code")
    }
    return Journal(row.key, row.memo, row.at, lines, row.by)
