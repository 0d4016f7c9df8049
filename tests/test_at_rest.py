"""Personal data at rest: no table holds an identity number, a phone or a contact in clear; what earlier releases left is sealed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from tests.support import town as towns
from tests.support.town import IN_WEST, Town

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import KeyMissing, SealBroken
from cdos.base.crypto.logic import first
from cdos.base.identity import api as identity
from cdos.base.identity.logic import leftovers, vault
from cdos.base.identity.models import Party
from cdos.base.jobs import api as jobs
from cdos.base.organisation import api as organisation
from cdos.nets.governance.appeals.logic import contacts
from cdos.nets.governance.appeals.models import Appeal
from cdos.runtime import checks

pytestmark = pytest.mark.django_db
PHONE, OTHER_PHONE, MAIL, CALLED = "13987654321", "13711112222", "secret.person@example.org", "联络暗名"
BODY = "44030419880203451"
NUMBER = BODY + identity.id_check_digit(BODY)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def tables_holding(value: str) -> set[str]:
    """Tables of which a row, written out as text, holds the value; the bytes of binary columns too."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s)',
                [f"%{value}%", f"%{value.encode().hex()}%"],
            )
            found |= {table} if cursor.fetchone()[0] else set()
    return found


def register(browser: Client) -> None:
    """By the pages: the phone, its code, then the name and the identity number."""
    browser.post("/accounts/register/", {"phone": PHONE})
    code = browser.get("/accounts/register/code/").context["pending"]["code"]
    done = browser.post(
        "/accounts/register/code/", {"code": code, "name": "王暗", "password": "correct horse battery"}
    )
    assert done.status_code == 302
    fields = {"name": "王暗", "document_kind": "citizen_id", "document_number": NUMBER}
    assert browser.post("/accounts/real-name/", fields).status_code == 302


def file(browser: Client) -> str:
    said = {"contact_name": CALLED, "contact_phone": OTHER_PHONE, "contact_mail": MAIL}
    body = {
        "text": "井盖松动，看得见的话",
        "address": "甲路1号",
        "lon": IN_WEST[0],
        "lat": IN_WEST[1],
        **said,
    }
    made = browser.post("/api/appeals", json.dumps(body), content_type="application/json")
    assert made.status_code == 201, made.content
    return str(made.json()["number"])


def test_no_table_holds_a_number_a_phone_or_a_contact_in_clear(town: Town) -> None:
    browser = Client()
    browser.post("/accounts/register/", {"phone": OTHER_PHONE})  # a code on its way, a session half through
    browser = Client()
    register(browser)
    number = file(browser)
    draft = {"fields": {"contact_phone": [OTHER_PHONE], "text": ["草稿"]}}
    assert (
        browser.post("/drafts/appeals-new/", json.dumps(draft), content_type="application/json").status_code
        == 200
    )
    assert browser.get("/drafts/appeals-new/").json()["fields"]["contact_phone"] == [OTHER_PHONE]
    assert "appeals_appeal" in tables_holding("看得见的话")  # the search itself works
    secrets = (NUMBER, PHONE, OTHER_PHONE, MAIL, CALLED)
    waiting = [tables_holding(secret) for secret in secrets]
    jobs.drain()
    assert waiting == [tables_holding(secret) for secret in secrets] == [set()] * len(secrets)
    sessions = json.dumps([row.get_decoded() for row in Session.objects.all()])
    assert not any(secret in sessions for secret in secrets)
    row = Appeal.objects.get(number=number)
    assert contacts.of(row).phone == OTHER_PHONE
    signed_in = identity.sign_in(login=f"+86 {PHONE}", password="correct horse battery", address="")
    assert signed_in.account is not None


def test_what_an_earlier_release_left_in_clear_is_sealed(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_party (kind, name, document_kind, document_number, phone, mail, community, sex)"
            " VALUES ('person', '旧', 'citizen_id', %s, %s, %s, '', '') RETURNING id",
            [NUMBER, PHONE, MAIL],
        )
        pk = cursor.fetchone()[0]
    account = identity.create_account(login="old", name="旧", party_id=pk).id
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_account SET login = %s WHERE id = %s", [PHONE, account])
        cursor.execute(
            "UPDATE appeals_appeal SET contact_sealed = NULL, contact_phone = %s, contact_name = %s WHERE number = %s",
            [OTHER_PHONE, CALLED, town.number],
        )
    before = identity.find(document_kind=None, document_number=NUMBER)
    assert before is not None
    assert before.id == pk  # readable before it is sealed, too
    leftovers.seal_parties()
    leftovers.hide_logins()
    assert crypto.seal_clear(contacts.COLUMN) == 1
    for secret in (NUMBER, PHONE, OTHER_PHONE, MAIL, CALLED):
        assert tables_holding(secret) == set()
    after = identity.find(document_kind=None, document_number=NUMBER)
    assert after == before
    assert identity.contact(pk).mail == MAIL
    assert identity.account_by_login(PHONE).id == account
    assert contacts.of(Appeal.objects.get(number=town.number)).name == CALLED


def test_a_seal_opens_in_its_own_column_and_unchanged_only(town: Town) -> None:
    row = Party.objects.get(pk=town.parties["resident"])
    sealed = bytes(row.document_sealed)
    assert crypto.unseal(sealed, column=vault.DOCUMENT.name)
    with pytest.raises(SealBroken):
        crypto.unseal(sealed, column=vault.PHONE.name)
    with pytest.raises(SealBroken):
        crypto.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), column=vault.DOCUMENT.name)


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_each_cipher_seals_and_what_the_other_sealed_stays_readable(
    cipher: str, tmp_path: Path, settings: object
) -> None:
    settings.KEYS, settings.SEAL = str(tmp_path / "keys"), "sm4"
    old = crypto.seal("甲", column="t.c")
    settings.SEAL = cipher
    crypto.rotate_sealing_key()
    fresh = crypto.seal("甲", column="t.c")
    assert old[1:5] != fresh[1:5]
    assert {crypto.unseal(box, column="t.c") for box in (old, fresh)} == {"甲"}
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").glob("*.key"))


def test_a_lost_key_folder_is_told_and_no_new_key_is_made_beside_sealed_rows(
    town: Town, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first, "GUARDS", [vault.anything_sealed])
    assert checks.keys().wrong == ""
    settings.KEYS = str(tmp_path / "elsewhere")
    assert "blind.key missing" in checks.keys().wrong
    for door in (lambda: crypto.seal("甲", column="t.c"), lambda: crypto.blind("甲", column="t.c")):
        with pytest.raises(KeyMissing, match="bring the key folder of this city back"):
            door()
    assert not list((tmp_path / "elsewhere").glob("*"))
    Party.objects.update(document_sealed=None, document_blind=None, document_kind="")
    Party.objects.update(phone_sealed=None, mail_sealed=None)
    assert crypto.unseal(crypto.seal("甲", column="t.c"), column="t.c") == "甲"  # a city that begins
