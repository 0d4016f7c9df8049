"""Tests seal before they have a database, and with fresh key folders beside rows of others: a first key is always made."""

import pytest

from cdos.base.crypto.logic import first


@pytest.fixture(scope="session", autouse=True)
def first_keys_are_made() -> None:
    first.GUARDS.clear()
