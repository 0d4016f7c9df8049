"""Tests ask thousands of times from one address: they have no budgets but where a test sets them."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

BUDGETS = ("LIMIT_ADDRESS", "LIMIT_ACCOUNT", "LIMIT_TOKEN", "LIMIT_SIGN_IN")


@pytest.fixture(scope="session", autouse=True)
def no_budgets() -> None:
    for name in BUDGETS:
        setattr(settings, name, 0)
    os.environ.setdefault("CDOS_DECISION_SAMPLE_PERCENT", "0")  # in cities that tests start, too
    settings.DECISION_SAMPLE_PERCENT = 0  # nobody is drawn for a person's look but where a test says so


@pytest.fixture(autouse=True)
def rules_are_read_anew() -> Iterator[None]:
    """What a test wrote into the rule book is undone with it, and must not be remembered by the next."""
    yield
    from cdos.base.rules import api as rules  # Django is ready by now

    rules.forget()


@pytest.fixture(autouse=True)
def speaks_the_city_s_language() -> Iterator[None]:
    """A page asked for in another language leaves that language behind in its thread."""
    yield
    translation.deactivate()
