import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at a tenth of its cost: these tests hash a hundred times."""
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 8 * 1024)
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
