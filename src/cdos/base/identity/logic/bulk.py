"""Bulk loading by COPY, for sample cities and take-overs from older systems."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from cdos.base.crypto import api as crypto
from cdos.base.crypto.contracts import SealedColumn
from cdos.base.identity.contracts import NewAccount, NewMandate, NewParty
from cdos.base.identity.logic import vault
from cdos.base.identity.logic.accounts import normal_login

BATCH = 50_000
PARTY_COLUMNS = (
    "id,kind,name,document_kind,document_sealed,document_blind,phone_sealed,phone_blind,mail_sealed,mail_blind,"
    "community,born_on,sex"
)
ACCOUNT_COLUMNS = "id,login,name,party_id,assurance,is_staff,language,password"
MANDATE_COLUMNS = "holder_id,party_id,relation,valid_from,valid_until,confirmed_by"


Values = tuple[object, ...]


def _copy(table: str, columns: str, values: Iterable[Values]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in values:
            copy.write_row(row)


def _reserve(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [number for (number,) in cursor.fetchall()]


Boxing = Callable[[str], Values]


def _boxing(column: SealedColumn) -> Boxing:
    """(sealed, blind) of a value, for one batch."""
    seal, blind = crypto.sealer(column=column.name), crypto.blinder(column=column.name)
    return lambda clear: (seal(clear), blind(clear)) if clear else (None, None)


def _party_values(rows: Iterable[NewParty]) -> Iterator[Values]:
    document, phone, mail = map(_boxing, (vault.DOCUMENT, vault.PHONE, vault.MAIL))
    for row in rows:
        yield (
            row.kind.value,
            row.name,
            str(row.document_kind),
            *document(row.document_number),
            *phone(row.phone),
            *mail(row.mail),
            row.community,
            row.born_on,
            row.sex,
        )


def _account_values(row: NewAccount) -> Values:
    password = row.password_hash or "!"
    return (
        normal_login(row.login),
        row.name,
        row.party_id,
        int(row.assurance),
        row.is_staff,
        row.language,
        password,
    )


def _load(table: str, columns: str, values: Iterator[Values]) -> list[int]:
    """Inserts in batches within one transaction; answers the ids in the order of the rows."""
    ids: list[int] = []
    with transaction.atomic():
        while batch := list(islice(values, BATCH)):
            fresh = _reserve(table, len(batch))
            _copy(table, columns, ((number, *row) for number, row in zip(fresh, batch, strict=True)))
            ids += fresh
    return ids


def load_parties(rows: Iterable[NewParty]) -> list[int]:
    """Ids in the order of the rows. Documents are trusted to be checked and normalised; uniqueness is still enforced."""
    return _load("identity_party", PARTY_COLUMNS, _party_values(rows))


def load_accounts(rows: Iterable[NewAccount]) -> list[int]:
    """Ids in the order of the rows. Logins must be lower case and unique."""
    return _load("identity_account", ACCOUNT_COLUMNS, map(_account_values, rows))


def load_mandates(rows: Iterable[NewMandate], *, confirmed_by: str = "") -> None:
    values = (
        (row.holder_id, row.party_id, row.relation.value, row.valid_from, row.valid_until, confirmed_by)
        for row in rows
    )
    with transaction.atomic():
        _copy("identity_mandate", MANDATE_COLUMNS, values)


def password_hash(password: str) -> str:
    """Argon2id hash to be shared by many rows: computing one takes about a tenth of a second on purpose."""
    return make_password(password)
