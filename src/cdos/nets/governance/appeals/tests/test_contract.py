"""The OpenAPI description against the routes: no server error, no undocumented answer, for visitors and for staff."""

from collections.abc import Iterator
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AppointmentRow, PostRow, Role

from .conftest import DESK, WEST

pytestmark = pytest.mark.slow
EXAMPLES = 12
# What a schema cannot say: an item must be in the list, a number must exist, a move must be possible now.
BUSINESS = [positive_data_acceptance]


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """The server's end of a request must not close the test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(city: None, one_connection: None) -> list[schemathesis.APIOperation]:
    found = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    return [result.ok() for result in found.include(path_regex="^/api/appeals").get_all_operations()]


@pytest.fixture
def staff_token(city: None) -> str:
    identity.load_accounts([NewAccount(login="contract-staff", name="分拨员", is_staff=True)])
    account = identity.account_by_login("contract-staff")
    assert account is not None
    post = organisation.load_posts([PostRow(DESK, Role.DISPATCHER, WEST)])[0]
    organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
    return identity.create_token(account_id=account.id, name="t", scopes=("read", "write"))


def try_all(operations: list[schemathesis.APIOperation], headers: dict[str, str]) -> None:
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, excluded_checks=BUSINESS)

        answers_as_described()


def test_visitors_get_what_is_described(operations: list[schemathesis.APIOperation]) -> None:
    assert len(operations) > 12
    try_all(operations, {})


def test_staff_get_what_is_described(operations: list[schemathesis.APIOperation], staff_token: str) -> None:
    try_all(operations, {"Authorization": f"Bearer {staff_token}"})
