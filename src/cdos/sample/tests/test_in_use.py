"""Nobody's city becomes a demonstration."""

from datetime import UTC, datetime

import pytest

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import HistoryRow
from cdos.runtime.sample import load_with_progress
from cdos.sample import api
from cdos.sample.contracts import CityInUse

pytestmark = pytest.mark.django_db


def a_person() -> None:
    identity.create_account(login="a-clerk", name="甲", is_staff=True)


def a_matter() -> None:
    flow = matters.flow("appeal")
    matters.load_history([HistoryRow("appeal", "路灯不亮", flow.initial, datetime(2026, 6, 1, tzinfo=UTC))])


@pytest.mark.parametrize("used", [a_person, a_matter])
def test_where_an_account_or_a_matter_is_no_sample_city_comes(used: object) -> None:
    used()  # type: ignore[operator]
    with pytest.raises(CityInUse, match="another --data folder"):
        api.load(scale=0.0001)
    assert not load_with_progress(scale=0.0001, seed=1)
    assert api.report() is None
    assert identity.demo_accounts() == []
