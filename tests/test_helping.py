"""The doctor's bundle names nobody; dead work is seen and tried again by hand."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest

from cdos.runtime.keeping import doctor
from cdos.runtime.trial import Trial

PHONE, PERSON, WORDS = "15400000001", "440304199103147222", "我家水管爆了"


def cdos(trial: Trial, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CDOS_DATA"}}
    command = [sys.executable, "-m", "cdos", "--data", str(trial.folder), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
def test_the_bundle_holds_findings_figures_and_logs_and_nothing_of_people(
    live_trial: Trial, tmp_path: Path
) -> None:
    logs = live_trial.folder / "logs"
    line = {
        "event": f"{WORDS} 陈小满 {PHONE}", "level": "error", "path": "/track/SZ-26-0000007-4", "status": 500,
        "exception": f'Traceback\n  File "/x/cdos/a.py", line 3\npsycopg.DataError: value {PHONE} {WORDS}',
        "who": "陈小满",
    }  # fmt: skip
    with (logs / "web.log").open("a") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")
    with (logs / "postgres.log").open("a") as log:
        log.write(
            f"2026-01-01 00:00:00.000 UTC [1] LOG:  duration: 1500 ms  execute x: SELECT '{PERSON}'\n{WORDS}\n"
        )
    done = cdos(live_trial, "doctor", str(tmp_path / "bundle.zip"))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    whole = "\n".join(texts.values())
    for secret in (PHONE, PERSON, WORDS, "陈小满", "0000007", "水管"):
        assert secret not in whole
    secrets = json.loads((live_trial.folder / "secrets.json").read_text())
    assert not any(value in whole for value in secrets.values())
    assert "could not be made" not in whole
    assert "duration: 1500 ms" in texts["logs/postgres.txt"]
    assert "psycopg.DataError" in texts["logs/web.jsonl"]
    assert "cdos_jobs_ready" in texts["figures.txt"]
    assert (tmp_path / "bundle.zip").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_dead_job_is_listed_and_tried_again(live_trial: Trial) -> None:
    with psycopg.connect(live_trial.database_url) as database:
        row = database.execute(
            "INSERT INTO jobs_job (name, queue, args, state, outside, effect_key, attempts, leased_by, error)"
            " VALUES ('no.such_task', 'default', '{}', 'dead', false, '', 1, '', %s) RETURNING id",
            [f"Unknown: {PHONE}"],
        ).fetchone()
    assert row
    listed = json.loads(cdos(live_trial, "queue", "ls", "--json").stdout)
    mine = next(job for job in listed["dead_jobs"] if job["id"] == row[0])
    assert PHONE not in mine["error"]
    assert cdos(live_trial, "queue", "retry", str(row[0])).stdout == "1 will be tried again.\n"
    assert cdos(live_trial, "queue", "retry", "999999999").returncode == 1
    with psycopg.connect(live_trial.database_url) as database:
        database.execute("DELETE FROM jobs_job WHERE name = 'no.such_task'")


def test_of_an_error_only_its_kind_and_place_are_told() -> None:
    assert doctor.kind(f"ValueError: {WORDS} (filing.py:12)") == "ValueError filing.py:12"
    assert doctor.passing({"event": "request", "path": "/track/SZ-26-1/x"})["path"] == "/track/…/x"
    assert doctor.passing({"event": WORDS})["event"] == "(words)"
