"""Backup of a running, loaded city; restored into an empty folder it holds the same, to the row and the ledger's root."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from cdos.runtime.keeping import bundle
from cdos.runtime.keeping.counts import Contents
from cdos.runtime.keeping.restore import marks
from cdos.runtime.keeping.tools import with_role
from cdos.runtime.tools import ToolFailed
from cdos.runtime.trial import Trial, trial_folder


@pytest.fixture
def room() -> Iterator[Path]:
    """A place the restored database's user may pass through."""
    folder = trial_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def cdos(*words: str) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CDOS_DATA"}}
    command = [sys.executable, "-m", "cdos", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)


@contextmanager
def appeals_coming_in(trial: Trial) -> Iterator[list[int]]:
    """One appeal after the other until the block ends."""
    done, statuses = threading.Event(), []

    def file() -> None:
        while not done.is_set():
            line = http.client.HTTPConnection("127.0.0.1", trial.port, timeout=60)
            body = json.dumps({"text": f"路灯不亮，第{len(statuses)}次反映。"}).encode()
            line.request("POST", "/api/appeals", body, {"Content-Type": "application/json"})
            statuses.append(line.getresponse().status)
            line.close()

    caller = threading.Thread(target=file)
    caller.start()
    yield statuses
    done.set()
    caller.join()


@pytest.mark.slow
def test_a_running_loaded_city_is_backed_up_and_restored_equal(live_trial: Trial, room: Path) -> None:
    upload = live_trial.folder / "files" / "ab" / "proof.txt"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_text("attached")
    with appeals_coming_in(live_trial) as filed:
        made = cdos(
            "backup",
            str(room / "city.tar"),
            "--keys",
            str(room / "keys.tar"),
            "--data",
            str(live_trial.folder),
        )
    assert made.returncode == 0, made.stderr
    assert 201 in filed
    done = cdos(
        "restore", str(room / "city.tar"), "--data", str(room / "new"), "--keys", str(room / "keys.tar")
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Counts and ledger head are equal" in done.stdout
    assert (room / "new" / "files" / "ab" / "proof.txt").read_text() == "attached"
    assert (room / "new" / "secrets.json").read_bytes() == (live_trial.folder / "secrets.json").read_bytes()
    assert {path.stat().st_mode & 0o777 for path in room.glob("*.tar")} == {0o600}
    verified = cdos("verify", "--json", "--data", str(room / "new"))
    assert json.loads(verified.stdout)["ok"] is True, verified.stdout


@pytest.mark.slow
def test_a_backup_without_keys_says_so_and_holds_none(live_trial: Trial, room: Path) -> None:
    made = cdos("backup", str(room / "city.tar"), "--data", str(live_trial.folder))
    assert "The keys are NOT in this file" in made.stdout
    secret = json.loads((live_trial.folder / "secrets.json").read_text())["secret_key"]
    with tarfile.open(room / "city.tar") as tar:
        assert not [name for name in tar.getnames() if "key" in name or "secret" in name]
    assert secret.encode() not in (room / "city.tar").read_bytes()


@pytest.mark.slow
def test_a_restore_test_leaves_nothing_but_its_mark(live_trial: Trial, room: Path) -> None:
    assert cdos("backup", str(room / "city.tar"), "--data", str(live_trial.folder)).returncode == 0
    tried = cdos("restore-test", str(room / "city.tar"), "--data", str(live_trial.folder))
    assert tried.returncode == 0, tried.stdout + tried.stderr
    with psycopg.connect(live_trial.database_url) as database:
        marks = {name for (name,) in database.execute("SELECT name FROM vitals_mark")}
    assert {"backup", "restore-test"} <= marks


def test_a_restore_goes_into_an_empty_folder_only(room: Path) -> None:
    (room / "mine").write_text("kept")
    done = cdos("restore", str(room / "no.tar"), "--data", str(room))
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert (room / "mine").read_text() == "kept"


def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.tar").write_bytes(b"no tar at all")
    with pytest.raises(ToolFailed, match="cannot be read as a backup"):
        bundle.read_manifest(tmp_path / "broken.tar")


def test_a_row_too_few_and_another_root_are_each_named() -> None:
    before = Contents({"appeals_appeal": 3, "django_session": 1}, 7, "aa")
    after = Contents({"appeals_appeal": 2, "django_session": 1}, 7, "ab")
    assert before.differences(before) == []
    assert before.differences(after) == ["appeals_appeal: 3 rows, then 2", "ledger: 7 rows aa, then 7 ab"]


def test_a_city_without_a_sample_city_is_restored_as_one() -> None:
    assert marks({"sample": None, "scale": None}) == {"sample": "none"}
    loaded = {"sample": "loaded", "scale": 0.001, "seed": 4403}
    assert marks(loaded) == loaded


def test_the_role_of_an_address_is_exchanged_and_nothing_else() -> None:
    url = "postgresql://cdos_owner:secret@db:5432/cdos?host=/run/pg"
    assert with_role(url, "cdos_admin") == "postgresql://cdos_admin@db:5432/cdos?host=/run/pg"
    assert with_role("postgresql://o@/cdos?host=/x", "a") == "postgresql://a@/cdos?host=/x"
