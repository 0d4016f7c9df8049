"""Fixed statements read and write what Django's own would: the same values, in every kind of column."""

from datetime import date
from typing import Any

import pytest
from django.db import models, transaction
from django.db.utils import IntegrityError

from cdos.base import statements
from cdos.base.notices.models import Notice
from cdos.nets.services.licences.models import Licence, Type

pytestmark = pytest.mark.django_db


def licence(number: str, before: Licence | None = None) -> Licence:
    return Licence(
        identifier=number,
        type="id-card",
        serial=7,
        version=2 if before else 1,
        holder_id=1,
        sealed=b"\x00\xff sealed",
        number_blind=b"blind",
        issuer="440300-civil",
        issued_on=date(2026, 11, 26),
        verify_code=number,
        state="expired" if before is None else "valid",
        before=before,
    )


def kind(code: str, ordinal: int) -> Type:
    fields = [["name", "姓名"], ["quoted", '"%s"']]
    return Type(code=code, name="证", unit_function="civil", ordinal=ordinal, holder="person", fields=fields)


def values(row: models.Model) -> dict[str, Any]:
    found = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in found.items()}


def test_what_is_written_is_what_django_reads() -> None:
    first = statements.insert(licence("a"))
    second = statements.insert(licence("b", before=first))
    for row in (first, second, statements.insert(kind("fishing", 900))):
        assert row.pk
        assert values(type(row)._default_manager.get(pk=row.pk)) == values(row)
    told = statements.insert(Notice(party_id=5, title="题", body="文"))
    kept = Notice.objects.get(pk=told.pk)
    assert (kept.title, kept.in_app, kept.read_at) == ("题", True, None)
    assert kept.created_at is not None  # the database fills it


def test_what_is_read_is_what_django_reads() -> None:
    made = licence("a")
    made.save()
    licence("b", before=made).save()
    kind("fishing", 900).save()
    for model in (Licence, Type):
        fixed = statements.rows(model, "true ORDER BY 1", [])
        usual = list(model._default_manager.order_by("pk"))
        assert [values(row) for row in fixed] == [values(row) for row in usual]
        assert fixed
    assert statements.row(Licence, "identifier = %s::text", ["nobody's"]) is None


def test_an_update_writes_the_named_fields_and_no_others() -> None:
    row = kind("fishing", 900)
    row.save()
    row.name, row.fields, row.holder = "渔业证", [["boat", "船"]], "enterprise"
    statements.update(row, ["name", "fields"])
    kept = Type.objects.get(pk="fishing")
    assert (kept.name, kept.fields, kept.holder) == ("渔业证", [["boat", "船"]], "person")


def test_errors_are_djangos() -> None:
    statements.insert(licence("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(licence("a"))
