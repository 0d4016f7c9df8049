"""Names and kinds of accounts, asked of identity; the only file here that knows it."""

from collections.abc import Iterable

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account


def accounts(ids: Iterable[int]) -> dict[int, Account]:
    wanted = sorted(set(ids))
    return identity.accounts(wanted) if wanted else {}


def account(account_id: int) -> Account | None:
    return identity.account(account_id)


def name(known: dict[int, Account], account_id: int) -> str:
    found = known.get(account_id)
    return found.name if found else ""
