"""The only door to the books: open accounts, move money between them, look.

`post` belongs in the transaction of what the movement is for. Two movements in one transaction take their locks one after the
other: who moves money of several pools in one transaction does so in order of their codes.
"""

from collections.abc import Mapping

from cdos.base.fence import api as fence

from .contracts import Account, Check, Journal
from .logic import checking, posting, shapes
from .models import Account as AccountRow
from .models import Journal as JournalRow


def open_account(*, code: str, title: str, floor_fen: int | None = 0) -> Account:
    """Opened once; asked for again it is the same account, with the title and floor it has."""
    with fence.everything():
        return posting.open_account(code, title, floor_fen)


def account(code: str) -> Account:
    """LookupError."""
    with fence.everything():
        row = AccountRow.objects.filter(code=code).first()
    if row is None:
        raise LookupError(code)
    return shapes.account(row)


def accounts(prefix: str = "") -> list[Account]:
    """Those whose code begins so, by code."""
    with fence.everything():
        rows = AccountRow.objects.filter(code__startswith=prefix).order_by("code")
        return [shapes.account(row) for row in rows]


def post(*, key: str, memo: str, lines: Mapping[str, int], by: str = "") -> Journal:
    """Move money: fen by account code, which sum to nothing. The same again is the same journal.

    BooksRefused: does not balance, an account nobody opened, or the key was booked with other lines. Overdrawn: an account
    would go below its floor; nothing of it happened then, and the caller's transaction goes on.
    """
    with fence.everything():
        return posting.post(key, memo, lines, by)


def journals(account: str, limit: int = 50) -> list[Journal]:
    """Those that moved the account, newest first."""
    with fence.everything():
        rows = JournalRow.objects.filter(lines__account__code=account).order_by("-pk")[:limit]
        return [shapes.journal(row) for row in rows]


def check() -> Check:
    """A look through everything; reads all lines."""
    with fence.everything():
        return checking.check()
