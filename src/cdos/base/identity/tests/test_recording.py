"""What the ledger keeps of signing in: who came in, who was refused, what ended; nothing that was typed."""

import json

import pytest
from django.db import connection

from cdos.base.identity import api
from cdos.base.identity.contracts import Account, SignedInBy
from cdos.base.identity.logic import devices

pytestmark = pytest.mark.django_db
PASSWORD = "lange-Losung-2026"


@pytest.fixture
def account() -> Account:
    return api.create_account(login="recorded", name="周小舟", password=PASSWORD)


def kept() -> list[tuple[str, int | None, str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, by_account, object, details FROM ledger_intake ORDER BY id")
        return [(*row[:3], json.loads(row[3]) if row[3] else {}) for row in cursor.fetchall()]


def test_a_refused_sign_in_is_kept_without_what_was_typed(account: Account) -> None:
    api.sign_in(login="recorded", password="falsch-geraten", address="203.0.113.77")
    api.sign_in(login="nobody-of-that-name", password="falsch-geraten", address="203.0.113.77")
    known, unknown = kept()
    assert known == (
        "identity.sign_in_refused",
        None,
        f"account:{account.id}",
        {"network": "203.0.113.0/24", "why": "password"},
    )
    assert unknown[2] == ""
    assert "nobody" not in json.dumps(unknown)
    assert "falsch" not in json.dumps([known, unknown])


def test_a_session_is_kept_from_its_beginning_to_its_end(account: Account) -> None:
    now = devices.timezone.now()
    facts = {
        "user_agent": "Mozilla Firefox Linux",
        "address": "203.0.113.77",
        "how": (SignedInBy.PASSWORD,),
        "known": True,
    }
    first = devices.begin(account_id=account.id, now=now, **facts)
    devices.begin(account_id=account.id, now=now, **facts)
    devices.end(account_id=account.id, device_id=first, why="signed out")
    assert devices.end(account_id=account.id, device_id=first, why="again") is False
    api.set_password(account_id=account.id, password=PASSWORD + "!")
    acts = [
        (act, details.get("why") or details.get("what") or details.get("how"))
        for act, _by, _of, details in kept()
    ]
    assert acts == [
        ("identity.signed_in", "password"),
        ("identity.signed_in", "password"),
        ("identity.session_ended", "signed out"),
        ("identity.means_changed", "password"),
        ("identity.session_ended", "password changed"),
    ]
    assert {by for _act, by, _of, _details in kept()} == {account.id}
