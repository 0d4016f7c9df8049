"""A connection of one's own to the same database, beside Django's."""

from typing import Any

import psycopg
from django.db import connection


def parameters() -> dict[str, Any]:
    """All that libpq was told for Django's connection: who, where, and how the server proves itself."""
    known = connection.get_connection_params()
    names = [one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults()]
    return {name: known[name] for name in names if known.get(name)}
