"""A phone in clear: for a purpose, within reach, once, and the person can see who looked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from tests.support import town as towns
from tests.support.town import PHONE, Town

from cdos.base.ledger.models import Intake
from cdos.base.organisation import api as organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build(tmp_path)
    organisation.forget()


def test_who_may_sees_it_once_for_a_purpose_and_it_is_kept(town: Town) -> None:
    clerk, address = town.browser("clerk"), f"/staff/appeals/{town.number}/contact"
    pane = clerk.get(f"/staff/matter/{town.number}", follow=True).content.decode()
    assert PHONE not in pane
    assert "154****5678" in pane
    assert address in pane
    for lacking in (
        {},
        {"purpose": "call"},
        {"purpose": "call", "words": " "},
        {"purpose": "x", "words": "y"},
    ):
        refused = clerk.post(address, lacking)
        assert refused.status_code == 422
        assert PHONE not in refused.content.decode()
    shown = clerk.post(address, {"purpose": "call", "words": "问清井盖位置"})
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    kept = Intake.objects.get(act="person.phone_shown")
    assert (kept.by_account, kept.about_party) == (town.accounts["clerk"], town.parties["resident"])
    assert "问清井盖位置" in kept.details
    assert PHONE not in clerk.get(f"/staff/matter/{town.number}", follow=True).content.decode()


def test_who_may_not_sees_nothing(town: Town) -> None:
    asked = {"purpose": "call", "words": "好奇"}
    for who in ("stranger", "operator", "admin", "neighbour", "resident", "visitor"):
        answer = town.browser(who).post(f"/staff/appeals/{town.number}/contact", asked)
        assert answer.status_code in {302, 403, 404}, who
        assert PHONE not in answer.content.decode()


def test_a_person_downloads_their_own_data_and_nobody_elses(town: Town) -> None:
    own = town.browser("resident").get("/accounts/me/data.json").json()
    assert own["person"]["phone"] == PHONE
    filed = {one["number"]: one for one in own["appeals"]}
    assert filed[town.number]["contact"]["phone"] == PHONE
    assert town.browser("neighbour").get("/accounts/me/data.json").json()["appeals"] == []
