"""Bytes and rows come and go together."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from cdos.base.fence import api as fence
from cdos.base.files import api
from cdos.base.files.logic import strays, witnesses
from cdos.base.files.models import File
from cdos.base.files.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def store() -> api.StoredFile:
    return api.store(stream=io.BytesIO(making.picture()), name="a.jpg", uploaded_by=None)


def left_behind() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_bytes_whose_row_cannot_be_written_are_not_kept() -> None:
    def fails(token: str, about: str, seen: api.Seen) -> None:
        raise RuntimeError("the witness")

    api.register_witness(fails)
    try:
        with pytest.raises(RuntimeError, match="the witness"):
            store()
    finally:
        witnesses.REGISTRY.witnesses.remove(fails)
    assert left_behind() == []
    assert not File.objects.exists()


def test_bytes_that_no_row_names_are_taken_away_after_a_day() -> None:
    stray, hidden = store(), store()
    api.attach(tokens=[hidden.token], owner_kind="matter", owner_id=1)  # whose row the fence shows to few
    other = api.duplicate(token=hidden.token)
    File.objects.filter(token=stray.token).delete()
    not_ours = Path(settings.MEDIA_ROOT) / "ab" / "cd" / "proof.txt"
    not_ours.parent.mkdir(parents=True, exist_ok=True)
    not_ours.write_text("kept")
    with fence.within(fence.NOTHING):
        assert strays.forget() == 0
        assert strays.forget(now=datetime.now(UTC) + timedelta(hours=25)) == 3
    left = {path.name.partition(".")[0] for path in left_behind()}
    assert left == {hidden.token, other.token, "proof"}


def test_the_bytes_of_another_database_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strays, "FEW", 1)
    store()
    before = left_behind()
    File.objects.all().delete()
    assert strays.forget(now=datetime.now(UTC) + timedelta(hours=25)) == 0
    assert left_behind() == before
