"""The drawn city, once for all tests of the sample, which stay in one process."""

from pathlib import Path

import pytest

from cdos.sample.ground import base_map
from cdos.sample.ground.base_map import City

SEED = 4403


@pytest.fixture(scope="session")
def drawn() -> City:
    return base_map.build_city(SEED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.xdist_group("sample"))
