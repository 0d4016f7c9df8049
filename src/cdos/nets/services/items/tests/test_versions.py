"""Versions: written by one, looked at by another, in force from their day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought as LedgerSought
from cdos.base.matters.contracts import NotAllowed
from cdos.nets.services.items import api
from cdos.nets.services.items.contracts import Item, ItemRefused, ItemState, Sought
from cdos.nets.services.items.models import Version
from cdos.nets.services.items.tests.conftest import Staff

pytestmark = pytest.mark.django_db
CARD = "library-card"


def published(staff: Staff, item: Item, **days: date) -> Item:
    made = api.draft(actor=staff.editor, item=item)
    api.submit(actor=staff.editor, code=item.code, number=made.item.version, **days)
    return api.approve(actor=staff.reviewer, code=item.code, number=made.item.version).item


def test_a_new_version_holds_from_its_day_and_the_old_one_until_the_day_before(
    staff: Staff, sample: list[Item]
) -> None:
    today = timezone.localdate()
    card = api.item(CARD)
    assert card is not None
    changed = published(staff, replace(card, title="新读者证"), effective_from=today + timedelta(days=10))
    assert changed.version == 2
    held = api.item(CARD)
    assert held is not None
    assert held.title == card.title
    assert held.effective_until == today + timedelta(days=9)
    later = api.item(CARD, on=today + timedelta(days=10))
    assert later is not None
    assert later.title == "新读者证"
    assert api.item(CARD, on=date(2024, 1, 1)) is None


def test_who_wrote_or_submitted_a_version_does_not_approve_it(staff: Staff, sample: list[Item]) -> None:
    card = api.item(CARD)
    assert card is not None
    made = api.draft(actor=staff.editor, item=replace(card, title="甲"))
    again = api.draft(actor=staff.reviewer, item=replace(card, title="乙"), revision=made.revision)
    api.submit(actor=staff.reviewer, code=CARD, number=2)
    for one in (staff.editor, staff.reviewer):  # both had a hand in it
        with pytest.raises(ItemRefused):
            api.approve(actor=one, code=CARD, number=2)
    third = replace(staff.editor, account_id=9299, name="第三人")
    assert api.version(actor=third, code=CARD).may_approve
    assert api.approve(actor=third, code=CARD, number=2).item.title == again.item.title


def test_the_database_itself_refuses_two_eyes(staff: Staff, sample: list[Item]) -> None:
    row = Version.objects.get(item__code=CARD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=row.pk).update(hands=[7, 8], approver_id=7)
    Version.objects.filter(pk=row.pk).update(hands=[7, 8], approver_id=9)


def test_two_editors_at_once_do_not_overwrite_each_other(staff: Staff, sample: list[Item]) -> None:
    card = api.item(CARD)
    assert card is not None
    first = api.draft(actor=staff.editor, item=replace(card, title="甲"))
    api.draft(actor=staff.reviewer, item=replace(card, title="乙"), revision=first.revision)
    with pytest.raises(ItemRefused):
        api.draft(actor=staff.editor, item=replace(card, title="丙"), revision=first.revision)
    assert api.version(actor=staff.editor, code=CARD).item.title == "乙"


def test_an_item_with_an_error_is_not_submitted_and_the_rule_is_named(
    staff: Staff, sample: list[Item]
) -> None:
    card = api.item(CARD)
    assert card is not None
    api.draft(actor=staff.editor, item=replace(card, steps=card.steps[:1], conditions=""))
    with pytest.raises(ItemRefused) as refused:
        api.submit(actor=staff.editor, code=CARD, number=2)
    assert {one.rule for one in refused.value.problems} == {"FLOW-缺审查", "FLOW-缺决定", "MISSING-受理条件"}
    assert api.version(actor=staff.editor, code=CARD).item.state is ItemState.DRAFT


def test_a_version_is_sent_back_with_a_reason_and_taken_back_without(
    staff: Staff, sample: list[Item]
) -> None:
    card = api.item(CARD)
    assert card is not None
    api.draft(actor=staff.editor, item=replace(card, title="甲"))
    api.submit(actor=staff.editor, code=CARD, number=2)
    with pytest.raises(ItemRefused):
        api.draft(actor=staff.editor, item=card)  # it waits
    with pytest.raises(ItemRefused):
        api.send_back(actor=staff.reviewer, code=CARD, number=2)
    back = api.send_back(actor=staff.reviewer, code=CARD, number=2, reason="名称太短")
    assert back.returned == "名称太短"
    api.submit(actor=staff.editor, code=CARD, number=2)
    assert api.send_back(actor=staff.editor, code=CARD, number=2).returned == ""
    api.discard(actor=staff.editor, code=CARD, number=2)
    assert [one.item.version for one in api.versions(actor=staff.editor, code=CARD)] == [1]


def test_an_ended_item_is_no_longer_offered(staff: Staff, sample: list[Item]) -> None:
    today = timezone.localdate()
    api.end(actor=staff.editor, code=CARD, last_on=today)
    assert api.item(CARD) is not None
    assert api.item(CARD, on=today + timedelta(days=1)) is None
    with pytest.raises(ItemRefused):
        api.end(actor=staff.editor, code=CARD, last_on=today - timedelta(days=1))


def test_only_editors_write_and_only_staff_read_drafts(staff: Staff, sample: list[Item]) -> None:
    card = api.item(CARD)
    assert card is not None
    for one in (staff.clerk, staff.resident):
        with pytest.raises(NotAllowed):
            api.draft(actor=one, item=card)
    with pytest.raises(NotAllowed):
        api.version(actor=staff.resident, code=CARD)
    assert api.version(actor=staff.clerk, code=CARD).item.title == card.title


def test_publishing_is_in_the_ledger(staff: Staff, sample: list[Item]) -> None:
    card = api.item(CARD)
    assert card is not None
    published(staff, replace(card, title="甲"))
    ledger.seal()
    acts = [row.act for row in ledger.find(LedgerSought(object=f"item:{CARD}"))]
    assert acts == ["items.published", "items.submitted"]


def test_the_list_shows_the_newest_version_of_each_and_searches_what_people_say(
    staff: Staff, sample: list[Item]
) -> None:
    card = api.item(CARD)
    assert card is not None
    api.draft(actor=staff.editor, item=replace(card, title="新读者证"))
    every = api.page(actor=staff.clerk, sought=Sought())
    assert every.total == len(sample)
    assert every.counts == {"draft": 1, "live": len(sample) - 1}
    assert every.rows[0].title == "新读者证"
    found = api.page(actor=staff.clerk, sought=Sought(words="宝宝 户口"))
    assert [row.code for row in found.rows] == ["newborn-household"]
    assert api.page(actor=staff.clerk, sought=Sought(state=ItemState.DRAFT)).total == 1
    assert api.page(actor=staff.clerk, sought=Sought(department="440300-fund")).total == 4


def test_a_code_is_no_longer_than_applications_keep_it(staff: Staff, sample: list[Item]) -> None:
    card = api.item(CARD)
    assert card is not None
    with pytest.raises(ItemRefused):
        api.draft(actor=staff.editor, item=replace(card, code="x" * 61))
    assert api.draft(actor=staff.editor, item=replace(card, code="x" * 60)).item.code == "x" * 60
