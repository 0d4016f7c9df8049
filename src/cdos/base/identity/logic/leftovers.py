"""What earlier releases left in clear: sealed by the migration, and by night what an old process wrote after it."""

from django.db import connection

from cdos.base.crypto import api as crypto
from cdos.base.identity.logic import vault

BATCH = 2000
# Phones as people sign in with them: see `phones.check_phone`.
_PHONE_LOGINS = """
    SELECT id, login FROM identity_account
    WHERE login ~ '^(1[3-9][0-9]{9}|[+][1-9][0-9]{6,14})$' AND id > %s ORDER BY id LIMIT %s
"""
_RENAME = """
    UPDATE identity_account SET login = new.hidden FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new(id, old, hidden)
    WHERE identity_account.id = new.id AND login = new.old
"""


def seal_parties() -> int:
    """How many values were sealed."""
    return sum(map(crypto.seal_clear, (vault.DOCUMENT, vault.PHONE, vault.MAIL)))


def hide_logins() -> int:
    """Phones that are names to sign in with, by their keyed hash. How many."""
    done = after = 0
    while rows := _phone_logins(after):
        after = rows[-1][0]
        ids, old = [row[0] for row in rows], [row[1] for row in rows]
        with connection.cursor() as cursor:
            cursor.execute(_RENAME, [ids, old, [vault.phone_login(login) for login in old]])
            done += cursor.rowcount
    return done


def _phone_logins(after: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_PHONE_LOGINS, [after, BATCH])
        return list(cursor.fetchall())
