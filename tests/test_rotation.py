"""The sealing key changes while people read and write; every process takes the new one up by itself."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

from cdos.base.crypto import api as crypto
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewParty, PartyKind
from cdos.base.identity.models import Party
from cdos.runtime.rotation import rotate

ROWS = 2500  # more than one batch
OTHER_PROCESS = """
import sys, django
django.setup()
from cdos.base.crypto import api as crypto
for line in sys.stdin:
    print(crypto.seal("x", column="t.c").hex()[2:10], flush=True)
"""


def phone(number: int) -> str:
    return f"139{number:08d}"


def keys_of_rows() -> set[bytes]:
    return {bytes(sealed)[1:5] for sealed in Party.objects.values_list("phone_sealed", flat=True)}


@pytest.mark.django_db(transaction=True)
def test_the_key_changes_under_readers_and_writers(tmp_path: Path, settings: object) -> None:
    settings.KEYS = str(tmp_path / "keys")
    ids = identity.load_parties(NewParty(PartyKind.PERSON, "某", phone=phone(n)) for n in range(ROWS))
    stop, wrong, counts = threading.Event(), [], {"read": 0, "written": 0}

    def read() -> None:
        try:
            while not stop.is_set():
                place = counts["read"] * 7 % ROWS
                if identity.contact(ids[place]).phone != phone(place):
                    wrong.append(place)
                counts["read"] += 1
        except Exception as error:
            wrong.append(error)
        connection.close()

    def write() -> None:
        try:
            while not stop.is_set():
                identity.register_person(name="新", phone=phone(ROWS + counts["written"]))
                counts["written"] += 1
        except Exception as error:
            wrong.append(error)
        connection.close()

    threads = [threading.Thread(target=read), threading.Thread(target=write)]
    old = crypto.sealing_keys()[0]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60
    while not (wrong or all(counts.values())) and time.monotonic() < until:  # both are at it
        time.sleep(0.01)
    done = rotate()
    stop.set()
    for thread in threads:
        thread.join()
    rest = rotate()  # a writer's last row may have been on its way
    assert wrong == []
    assert counts["read"] > 0 < counts["written"]
    assert done.resealed["identity_party.phone"] >= ROWS
    assert {old, done.key} <= set(done.retired + rest.retired)
    assert keys_of_rows() == {bytes.fromhex(rest.key)}
    assert identity.contact(ids[-1]).phone == phone(ROWS - 1)
    assert (tmp_path / "keys" / "retired" / f"seal-{old}.key").exists()  # for backups made before


def test_another_process_takes_the_new_key_up_without_a_restart(tmp_path: Path, settings: object) -> None:
    settings.KEYS = str(tmp_path / "keys")
    crypto.sealing_keys()  # the first key: the other process has no database to ask whether it may make one
    environment = os.environ | {
        "CDOS_KEYS": settings.KEYS,
        "DJANGO_SETTINGS_MODULE": "cdos.runtime.settings",
        "PYTHONPATH": os.pathsep.join(["src", *sys.path]),
    }
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as other:

        def asked() -> str:
            other.stdin.write("\n")
            other.stdin.flush()
            return other.stdout.readline().strip()

        assert asked() == crypto.sealing_keys()[0]
        fresh = crypto.rotate_sealing_key()
        until = time.monotonic() + 120
        while asked() != fresh:
            assert time.monotonic() < until
        other.stdin.close()
