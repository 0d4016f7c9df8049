"""The small city of appeals, with its people, and the knowledge base empty."""

import pytest

from cdos.hubs.knowledge import api as knowledge
from cdos.nets.governance.appeals.tests.conftest import city, people

__all__ = ["city", "people"]


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    knowledge.forget()
