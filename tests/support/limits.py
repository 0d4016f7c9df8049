"""Tests ask thousands of times from one address: they have no budgets but where a test sets them."""

import pytest
from django.conf import settings

BUDGETS = ("LIMIT_ADDRESS", "LIMIT_ACCOUNT", "LIMIT_TOKEN", "LIMIT_SIGN_IN")


@pytest.fixture(scope="session", autouse=True)
def no_budgets() -> None:
    for name in BUDGETS:
        setattr(settings, name, 0)
