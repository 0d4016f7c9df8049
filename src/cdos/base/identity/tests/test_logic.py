"""Accounts, codes, mandates, tokens and bulk loading against PostgreSQL."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction
from django.utils import timezone

from cdos.base.identity import api, models
from cdos.base.identity.contracts import (
    Assurance,
    DocumentInvalid,
    DocumentKind,
    IdentityRefused,
    NewAccount,
    NewMandate,
    NewParty,
    PartyKind,
    Relation,
)
from cdos.base.identity.documents import id_check_digit
from cdos.base.identity.logic import throttle, vault
from cdos.base.identity.logic.people import REGISTER, VERIFY
from cdos.base.identity.logic.sign_in import external_account
from cdos.base.identity.uscc import organisation_check_symbol, uscc_check_symbol

pytestmark = pytest.mark.django_db
GOOD = "river-stone-88"
HERE, THERE = "10.0.0.1", "10.0.0.2"


def citizen(born: date = date(1990, 5, 17), order: int = 1) -> str:
    body = f"440304{born:%Y%m%d}{order:03}"
    return body + id_check_digit(body)


def code_of(organisation: str = "MA5F0001") -> str:
    body = "91440300" + organisation
    body += organisation_check_symbol(organisation)
    return body + uscc_check_symbol(body)


def resident(login: str = "13900000001", *, assurance: Assurance = Assurance.REAL_NAME, order: int = 1):
    party = api.register_person(name="测试", document_number=citizen(order=order), phone="13900000001")
    return api.create_account(login=login, name="测试", password=GOOD, party_id=party.id, assurance=assurance)


def test_a_person_leaves_the_module_masked_and_the_contact_clear() -> None:
    party = api.register_person(
        name=" 李  明 ", document_number=citizen(), phone="+86 139-0000-0001", mail="a@b.cn"
    )
    assert (party.name, party.document_kind) == ("李 明", "citizen_id")
    assert citizen() not in str(party)
    assert "13900000001" not in str(party)
    assert party.document_masked == "4403" + "*" * 11 + citizen()[-3:]
    assert party.phone_masked == "139****0001"
    assert api.contact(party.id).phone == "13900000001"
    assert api.parties([party.id, -1]) == {party.id: party}
    assert api.find(document_kind=None, document_number=citizen().lower()) == party


def test_the_same_number_is_registered_once() -> None:
    api.register_person(name="甲", document_number=citizen())
    with pytest.raises(IdentityRefused) as refusal:
        api.register_person(name="乙", document_number=citizen())
    assert refusal.value.code == "document-known"
    row = models.Party(kind="person", name="丙", document_kind="citizen_id")
    vault.put_document(row, citizen())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_enterprise_has_a_credit_code_and_a_person_has_not() -> None:
    assert api.register_enterprise(name="某公司", uscc=code_of()).kind is PartyKind.ENTERPRISE
    with pytest.raises(IdentityRefused):
        api.register_person(name="某公司", document_number=code_of("MA5F0002"))
    with pytest.raises(DocumentInvalid):
        api.register_enterprise(name="某公司", uscc=citizen())


def test_passwords_are_kept_as_argon2id() -> None:
    account = resident()
    stored = models.Account.objects.get(pk=account.id).password
    assert identify_hasher(stored).algorithm == "argon2"
    assert "argon2id" in stored
    assert api.sign_in(login=" 13900000001 ", password=GOOD, address=HERE).account == account


@pytest.mark.parametrize("weak", ["short1", "aaaaaaaaaa", "1234567890", "13900000001x", "x" * 1001])
def test_weak_passwords_are_refused(weak) -> None:
    with pytest.raises(IdentityRefused):
        api.create_account(login="13900000001", name="甲", password=weak)


def test_a_login_is_taken_whatever_its_case() -> None:
    api.create_account(login="Clerk", name="甲", password=GOOD)
    with pytest.raises(IdentityRefused):
        api.create_account(login="clerk", name="乙", password=GOOD)


def fail(login: str, address: str, times: int):
    for _ in range(times):
        result = api.sign_in(login=login, password="wrong-guess-1", address=address)
    return result


def test_failures_lock_the_pair_and_leave_the_owner_elsewhere_alone() -> None:
    account = resident()
    assert fail(account.login, HERE, 4).locked_until is None
    assert fail(account.login, HERE, 1).locked_until
    assert api.sign_in(login=account.login, password=GOOD, address=HERE).reason == "locked"
    assert api.sign_in(login=account.login, password=GOOD, address=THERE).account == account


def test_an_attempt_during_the_lock_does_not_prolong_it() -> None:
    account = resident()
    first = fail(account.login, HERE, 5).locked_until
    assert fail(account.login, HERE, 3).locked_until == first


def test_the_delay_grows_and_is_bounded() -> None:
    waits = [throttle.delay(throttle.PAIR, failed) for failed in range(40)]
    assert waits[4] == timedelta(0)
    assert waits[5] == timedelta(seconds=30)
    assert waits[6] == timedelta(seconds=60)
    assert waits == sorted(waits)
    assert max(waits) == timedelta(hours=1)
    assert throttle.delay(throttle.LOGIN, 10_000) == timedelta(minutes=1)


def test_a_success_forgives_the_earlier_failures() -> None:
    account = resident()
    fail(account.login, HERE, 4)
    assert api.sign_in(login=account.login, password=GOOD, address=HERE).account
    assert fail(account.login, HERE, 4).locked_until is None


def test_an_unknown_login_costs_a_hash_too(monkeypatch) -> None:
    spent = []
    from django.contrib.auth.hashers import Argon2PasswordHasher

    real = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: spent.append(1) or real(*a))
    api.create_account(login="nobody-signs-in", name="甲")
    for login in ("unknown", "nobody-signs-in"):
        spent.clear()
        assert api.sign_in(login=login, password=GOOD, address=HERE).reason == "wrong"
        assert spent == [1]


def test_a_stopped_account_signs_in_no_more() -> None:
    account = resident()
    api.set_active(account_id=account.id, active=False)
    assert api.sign_in(login=account.login, password=GOOD, address=HERE).reason == "wrong"


def test_demonstration_accounts_work_in_demonstration_mode_only(settings) -> None:
    api.create_account(
        login="clerk", name="赵", is_staff=True, demo_role="Dispatcher", demo_what="Dispatches"
    )
    (shown,) = [account for account in api.demo_accounts() if account.login == "clerk"]
    assert api.sign_in(login=shown.login, password=shown.password, address=HERE).account
    settings.DEMO = False
    assert api.demo_accounts() == []
    assert api.sign_in(login=shown.login, password=shown.password, address=HERE).account is None
    with pytest.raises(IdentityRefused):
        api.create_account(login="clerk2", name="赵", demo_role="Dispatcher")


def test_a_code_registers_a_resident_once() -> None:
    code = api.send_code(phone="13900000002", purpose=REGISTER, address=HERE)
    account = api.register_resident(phone="13900000002", code=code, name="王五", password=GOOD, language="en")
    assert account.assurance is Assurance.PHONE
    assert api.contact(account.party_id).language == "en"
    with pytest.raises(IdentityRefused) as refusal:
        api.register_resident(phone="13900000002", code=code, name="王五", password=GOOD)
    assert refusal.value.code == "code-old"


def test_a_code_is_not_kept_in_clear_and_not_sent_twice_a_minute(settings) -> None:
    code = api.send_code(phone="13900000002", purpose=REGISTER)
    assert code not in str(models.PhoneCode.objects.values().get())
    with pytest.raises(IdentityRefused, match=r"minute|分钟"):
        api.send_code(phone="13900000002", purpose=REGISTER)
    settings.DEMO = False
    assert api.send_code(phone="13900000003", purpose=REGISTER) == ""


def test_five_wrong_codes_end_the_right_one() -> None:
    code = api.send_code(phone="13900000002", purpose=VERIFY)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(IdentityRefused):
            api.check_code(phone="13900000002", purpose=VERIFY, code=wrong)
    with pytest.raises(IdentityRefused) as refusal:
        api.check_code(phone="13900000002", purpose=VERIFY, code=code)
    assert refusal.value.code == "code-tries"


def test_a_code_for_one_purpose_serves_no_other_and_ages() -> None:
    code = api.send_code(phone="13900000002", purpose=VERIFY)
    with pytest.raises(IdentityRefused):
        api.check_code(phone="13900000002", purpose=REGISTER, code=code)
    models.PhoneCode.objects.update(expires_at=timezone.now())
    with pytest.raises(IdentityRefused):
        api.check_code(phone="13900000002", purpose=VERIFY, code=code)


def test_real_name_is_proved_by_name_and_number() -> None:
    own = api.register_person(name="阿明", phone="13900000004")
    account = api.create_account(login="13900000004", name="阿明", password=GOOD, party_id=own.id)
    fields = {"document_kind": DocumentKind.CITIZEN_ID, "document_number": citizen()}
    with pytest.raises(IdentityRefused) as refusal:
        api.verify_real_name(account_id=account.id, name="李不符", **fields)
    assert refusal.value.code == "no-match"
    proved = api.verify_real_name(account_id=account.id, name="李明", **fields)
    assert (proved.assurance, proved.name, proved.party_id) == (Assurance.REAL_NAME, "李明", own.id)
    assert api.party(own.id).document_kind == "citizen_id"


def test_a_known_person_is_taken_over_once_and_the_merge_is_announced() -> None:
    known = api.register_person(name="李明", document_number=citizen())
    for phone, works in (("13900000005", True), ("13900000006", False)):
        own = api.register_person(name="阿明", phone=phone)
        account = api.create_account(login=phone, name="阿明", password=GOOD, party_id=own.id)
        if works:
            proved = api.verify_real_name(
                account_id=account.id, name="李明", document_kind=None, document_number=citizen()
            )
            assert proved.party_id == known.id
            assert api.contact(known.id).phone == phone
        else:
            with pytest.raises(IdentityRefused) as refusal:
                api.verify_real_name(
                    account_id=account.id, name="李明", document_kind=None, document_number=citizen()
                )
            assert refusal.value.code == "document-known"


def test_mandates_begin_with_oneself_and_end_at_once() -> None:
    account = resident()
    child = api.register_person(name="孩子", document_number=citizen(date(2018, 1, 2)))
    today = timezone.localdate()
    api.grant_mandate(
        holder_id=account.party_id,
        party_id=child.id,
        relation=Relation.CHILD,
        valid_from=today - timedelta(days=9),
        valid_until=today,
    )
    assert [m.relation for m in api.mandates(account.id)] == [Relation.SELF, Relation.CHILD]
    assert api.party_acted_for(own_party_id=account.party_id, party_id=child.id) == child
    api.end_mandate(holder_id=account.party_id, party_id=child.id)
    assert [m.relation for m in api.mandates(account.id)] == [Relation.SELF]
    assert api.party_acted_for(own_party_id=account.party_id, party_id=child.id) is None
    assert models.Mandate.objects.get().valid_until == today - timedelta(days=1)


def test_nobody_gets_a_mandate_over_themselves_or_with_dates_turned_round() -> None:
    account = resident()
    other = api.register_person(name="别人")
    with pytest.raises(IdentityRefused):
        api.grant_mandate(holder_id=account.party_id, party_id=account.party_id, relation=Relation.PARENT)
    with pytest.raises(IdentityRefused):
        api.grant_mandate(
            holder_id=account.party_id,
            party_id=other.id,
            relation=Relation.PARENT,
            valid_until=date(2000, 1, 1),
        )


def test_a_resident_adds_a_child_until_it_is_of_age_and_an_enterprise() -> None:
    account = resident()
    born = timezone.localdate().replace(day=1) - timedelta(days=365 * 5)
    api.add_represented(
        account_id=account.id, relation=Relation.CHILD, name="孩子", document_number=citizen(born)
    )
    firm = api.add_represented(
        account_id=account.id, relation=Relation.AGENT, name="某公司", document_number=code_of()
    )
    found = {m.relation: m for m in api.mandates(account.id)}
    assert found[Relation.CHILD].valid_until == born.replace(year=born.year + 18) - timedelta(days=1)
    assert found[Relation.AGENT].party == firm


@pytest.mark.parametrize("born", [date(1980, 1, 1), date(2000, 2, 29)])
def test_an_adult_is_no_child(born) -> None:
    account = resident()
    with pytest.raises(IdentityRefused) as refusal:
        api.add_represented(
            account_id=account.id, relation=Relation.CHILD, name="大人", document_number=citizen(born)
        )
    assert refusal.value.code == "of-age"


def test_only_those_who_proved_their_name_act_for_others() -> None:
    account = resident(assurance=Assurance.PHONE)
    with pytest.raises(IdentityRefused):
        api.add_represented(
            account_id=account.id, relation=Relation.AGENT, name="某公司", document_number=code_of()
        )


def test_a_token_is_kept_as_a_digest_has_scopes_and_ends() -> None:
    account = resident()
    token = api.create_token(account_id=account.id, name="报表", scopes=("read",))
    assert token not in str(models.ApiToken.objects.values().get())
    assert api.account_from_bearer(token) == account
    assert api.account_from_bearer(token, scope="write") is None
    assert api.account_from_bearer("cdos_nothing") is None
    api.end_token(account_id=account.id, token_id=api.tokens(account.id)[0].id)
    assert api.account_from_bearer(token) is None


def test_an_expired_token_and_one_of_a_stopped_account_are_nothing() -> None:
    account = resident()
    old = api.create_token(account_id=account.id, name="旧", expires_at=timezone.now())
    token = api.create_token(account_id=account.id, name="新")
    assert api.account_from_bearer(old) is None
    api.set_active(account_id=account.id, active=False)
    assert api.account_from_bearer(token) is None


def test_bulk_rows_arrive_in_order_and_keep_the_rules() -> None:
    rows = [
        NewParty(
            kind=PartyKind.PERSON,
            name=f"人{n}\t\\N",
            document_kind=DocumentKind.CITIZEN_ID,
            document_number=citizen(order=n),
            phone="13900000001",
            born_on=date(1990, 5, 17),
        )
        for n in range(3)
    ]
    ids = api.load_parties(iter(rows))
    assert [api.party(n).name for n in ids] == [row.name for row in rows]
    assert api.find(document_kind=None, document_number=citizen(order=2)).id == ids[2]
    shared = api.password_hash(GOOD)
    logins = api.load_accounts(
        [
            NewAccount(login="a1", name="甲", party_id=ids[0], password_hash=shared),
            NewAccount(login="a2", name="乙"),
        ]
    )
    assert api.sign_in(login="a1", password=GOOD, address=HERE).account.id == logins[0]
    assert api.sign_in(login="a2", password="", address=HERE).account is None
    api.load_mandates(
        [NewMandate(holder_id=ids[0], party_id=ids[1], relation=Relation.PARENT, valid_from=date(2020, 1, 1))]
    )
    assert len(api.mandates(logins[0])) == 2
    assert api.register_person(name="后来").id not in ids
    with pytest.raises(IntegrityError), transaction.atomic():
        api.load_parties(rows[:1])


def test_an_outside_identity_gets_one_account_and_may_gain_assurance() -> None:
    first = external_account(provider="city", subject="s1", name="甲", phone="13900000001")
    again = external_account(provider="city", subject="s1", name="甲", assurance=Assurance.REAL_NAME)
    assert (first.id, again.assurance) == (again.id, Assurance.REAL_NAME)
    assert external_account(provider="other", subject="s1", name="甲").id != first.id
