"""The town of bundles, built once a test."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.nets.services.bundles.logic import book
from cdos.nets.services.bundles.tests import town as towns
from cdos.nets.services.bundles.tests.town import Town
from cdos.nets.services.items import api as items


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    yield towns.build()
    towns.forget()
    organisation.forget()
    items.forget()
    rules.forget()
    book.HELD.forget()
