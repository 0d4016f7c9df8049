"""Sessions in the database, read without composing the statement anew: each request of somebody signed in reads one."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cdos.base import statements

_LIVING = "session_key = %s::text AND expire_date > %s::timestamptz"


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = statements.row(Session, _LIVING, [self.session_key, timezone.now()])
        if found is None:
            self._session_key = None
        return found
