"""What the ledger costs: recording singly and in hundreds, sealing, verifying, reading one's rows, making a proof.

CPU of this process and of PostgreSQL, which is one of its own with everything flushed to disk, thrown away afterwards.
Several writers record at once while the sealer works, each act in a transaction of its own. Prints JSON.

    ./cdos bench ledger        (CDOS_BENCH_ROWS=50000 for a shorter run)
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import django
from support.own_server import own_server

os.environ["DATABASE_URL"], FOLDER = own_server()
os.environ["CDOS_DATA"], os.environ["CDOS_KEYS"] = str(FOLDER), str(FOLDER / "keys")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from cdos.base.crypto import api as crypto  # noqa: E402
from cdos.base.ledger import api as ledger  # noqa: E402
from cdos.base.ledger.contracts import Fact, Kind  # noqa: E402

ROWS = int(os.environ.get("CDOS_BENCH_ROWS", "200000"))
SINGLY, ALTERNATIVE, WRITERS, PARTIES = 3000, 500, 4, 5000
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def postgres_s() -> float:
    """CPU seconds of every PostgreSQL process of this server, living and gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    parent = _stat(backend)[1]
    total = _stat(parent)[0] * TICK_S
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            used, over = _stat(int(folder.name), children=False)
        except OSError:
            continue
        total += used * TICK_S if over == parent else 0
    return total


def _stat(number: int, children: bool = True) -> tuple[int, int]:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])), int(fields[1])


def cost(action: Callable[[], object], rows: int) -> dict[str, float]:
    wall, own, server = time.perf_counter(), time.process_time(), postgres_s()
    action()
    taken, spent = time.perf_counter() - wall, time.process_time() - own
    server_s = postgres_s() - server
    return {
        "rows": rows,
        "rows_per_s": round(rows / taken),
        "rows_per_cpu_s": round(rows / (spent + server_s)),
        "python_us": round(spent / rows * 1e6, 1),
        "postgres_us": round(server_s / rows * 1e6, 1),
    }


def fact(number: int) -> Fact:
    details = {"unit": "福田区水务局", "post": "经办人", "purpose": "办理诉求"} if number % 2 else {}
    return Fact("bench.looked", number % 60_000, number * 7919 % PARTIES, f"matter:{number}", details)


def record(number: int) -> None:
    one = fact(number)
    with transaction.atomic():
        ledger.record(act=one.act, by=one.by, about=one.about, object=one.object, details=one.details)


def singly() -> None:
    for number in range(SINGLY):
        record(number)


def in_hundreds(count: int) -> None:
    for start in range(0, count, 100):
        with transaction.atomic():
            ledger.record_many([fact(number) for number in range(start, start + 100)])


def together() -> None:
    """Writers at once, while the sealer takes what they commit."""
    done = threading.Event()
    sealer = threading.Thread(target=_seal_until, args=(done,))
    writers = [threading.Thread(target=_write_alone) for _ in range(WRITERS)]
    for thread in (sealer, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    sealer.join()


def _write_alone() -> None:
    singly()
    connection.close()


def _seal_until(done: threading.Event) -> None:
    while not done.is_set():
        ledger.seal()
        done.wait(1)
    ledger.seal()
    connection.close()


def in_the_chain_at_once() -> None:
    """The alternative: each act takes the head's lock and writes its row of the chain itself, until it commits."""
    writers = [threading.Thread(target=_chain_alone) for _ in range(WRITERS)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()


def _chain_alone() -> None:
    for number in range(ALTERNATIVE):
        with transaction.atomic():
            record(number)
            ledger.seal()
    connection.close()


def proofs(count: int, rows: int) -> None:
    for number in range(count):
        ledger.proof(1 + number * 7919 % rows)


def readings(count: int) -> None:
    for number in range(count):
        ledger.of_party(about=number * 31 % PARTIES, kind=Kind.LOOK)


def size_mb() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relname LIKE 'ledger%%' AND relkind = 'r'"
        )
        return {name: size // 2**20 for name, size in cursor.fetchall() if size >= 2**20}


def main() -> None:
    call_command("migrate", "ledger", verbosity=0)
    ledger.register_acts(Kind.LOOK, {"bench.looked": "Looked"})
    ledger.seal()
    result: dict[str, object] = {"digest": settings.LEDGER_DIGEST, "sm2": crypto.library()}
    result["record_singly"] = cost(singly, SINGLY)
    result["record_and_seal_by_4_writers"] = cost(together, SINGLY * WRITERS)
    rest = max(ROWS - SINGLY * (WRITERS + 1), 0) // 100 * 100
    result["record_in_hundreds"] = cost(lambda: in_hundreds(rest), rest)
    result["seal"] = cost(ledger.seal, rest)
    result["alternative_chain_in_the_act_by_4_writers"] = cost(in_the_chain_at_once, ALTERNATIVE * WRITERS)
    rows = SINGLY * (WRITERS + 1) + rest + ALTERNATIVE * WRITERS
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_detail, ledger_intake")
    result["verify"] = cost(lambda: result.update(verified=ledger.verify().ok), rows)
    result["proof"] = cost(lambda: proofs(500, rows), 500)
    result["of_party"] = cost(lambda: readings(500), 500)
    result["size_mb"] = size_mb()
    json.dump(result, sys.stdout, indent=1)
    print()
    connection.close()


if __name__ == "__main__":
    main()
