"""Sessions in the database, read without composing the statement anew: each request of somebody signed in reads one."""

import re

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cdos.base import statements

# What else a cookie says is no key, and some of it PostgreSQL does not take.
MADE = re.compile("[0-9a-z]{8,40}")
_LIVING = "session_key = %s::text AND expire_date > %s::timestamptz"


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and MADE.fullmatch(key))

    def _get_session_from_db(self) -> Session | None:
        found = statements.row(Session, _LIVING, [self.session_key, timezone.now()])
        if found is None:
            self._session_key = None
        return found
