"""A look through all books: do journals balance, are balances the sums of their lines?"""

from django.db import connection

from ..contracts import Check
from ..models import Account, Journal

SHOWN = 100  # enough to see what is wrong; more of the same says no more
_UNBALANCED = """
    SELECT j.key FROM books_journal j LEFT JOIN books_line l ON l.journal_id = j.id
    GROUP BY j.id, j.key HAVING coalesce(sum(l.fen), 0) <> 0 OR count(l.id) < 2 ORDER BY j.id LIMIT %s
"""
_ASTRAY = """
    SELECT a.code FROM books_account a
    LEFT JOIN (SELECT account_id, sum(fen) AS fen FROM books_line GROUP BY account_id) l ON l.account_id = a.id
    WHERE a.fen <> coalesce(l.fen, 0) ORDER BY a.code LIMIT %s
"""


def check() -> Check:
    return Check(
        journals=Journal.objects.count(),
        accounts=Account.objects.count(),
        unbalanced=_codes(_UNBALANCED),
        astray=_codes(_ASTRAY),
    )


def _codes(question: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, [SHOWN])
        return tuple(str(row[0]) for row in cursor.fetchall())
