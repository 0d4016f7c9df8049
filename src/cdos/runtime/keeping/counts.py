"""What is counted at the backup and again after the restore: the rows of every table, and the ledger's root."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

TABLES = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Contents:
    rows: dict[str, int]  # by table
    ledger_size: int
    ledger_root: str  # hex

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    def differences(self, other: "Contents") -> list[str]:
        """One line for each thing that is not equal: ours, then the other's."""
        names = sorted(self.rows.keys() | other.rows.keys())
        found = [
            f"{name}: {self.rows.get(name, 0)} rows, then {other.rows.get(name, 0)}"
            for name in names
            if self.rows.get(name) != other.rows.get(name)
        ]
        if (self.ledger_size, self.ledger_root) != (other.ledger_size, other.ledger_root):
            found.append(
                f"ledger: {self.ledger_size} rows {self.ledger_root}, then {other.ledger_size} {other.ledger_root}"
            )
        return found


def count_rows(connection: "psycopg.Connection[tuple[object, ...]]") -> dict[str, int]:
    """In the connection's snapshot; the role must see every row."""
    names = [str(name) for (name,) in connection.execute(TABLES)]
    found = {}
    for name in names:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))
        ).fetchone()
        found[name] = int(str(row[0])) if row else 0
    return found


def ledger_position(snapshot: str = "") -> tuple[int, str]:
    """Django must be ready; `snapshot` is one exported by another connection."""
    from django.db import connection, transaction

    from cdos.base.ledger import api as ledger

    with transaction.atomic():
        if snapshot:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                quoted = sql.Literal(snapshot).as_string(connection.connection)  # SET takes no parameters
                cursor.execute(f"SET TRANSACTION SNAPSHOT {quoted}")
        return ledger.position()
