"""Tables are made by the owner role; the application role may work on their rows and nothing more."""

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from cdos.base.ledger.api import TAKE_BACK
from cdos.runtime.settings import database_from_url


def migrate_as_owner(*, app_url: str) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    role = str(database_from_url(app_url)["USER"])
    if role and role != connection.settings_dict["USER"]:
        grant_rows(role)


def make_migration(app: str) -> None:
    """Write what the app's models have and its migrations lack."""
    call_command("makemigrations", app)


def grant_rows(role: str) -> None:
    """For tables made before the default privileges were set, as on the city's own server."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(statement).format(name))
        cursor.execute(TAKE_BACK)
