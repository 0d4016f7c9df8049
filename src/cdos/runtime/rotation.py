"""A new key for what is stored sealed, while the city runs."""

import time
from dataclasses import dataclass, field

from cdos.base.crypto import api as crypto
from cdos.base.fence import api as fence

# Every process has seen the new key after this long: see `crypto/logic/keyring.py`.
SETTLED_S = 1.0


@dataclass(slots=True)
class Rotation:
    """`resealed` counts rows by column; `retired` are older keys that no row needs any more."""

    key: str
    resealed: dict[str, int] = field(default_factory=dict)
    retired: tuple[str, ...] = ()
    seconds: float = 0.0


def rotate() -> Rotation:
    """Stopped half-way it is simply run again: every row says by itself which key it needs."""
    began = time.monotonic()
    done = Rotation(crypto.rotate_sealing_key())
    # Once more after every process has taken the new key up: rows that were written meanwhile.
    while _reseal_all(done) or time.monotonic() - began < SETTLED_S:
        time.sleep(0.1)
    with fence.everything():
        used = crypto.keys_in_use()
    done.retired = crypto.retire_unused(used=used)
    done.seconds = round(time.monotonic() - began, 2)
    return done


def _reseal_all(done: Rotation) -> int:
    return sum(_reseal(column, done) for column in crypto.sealed_columns())


def _reseal(column: crypto.SealedColumn, done: Rotation) -> int:
    """Each batch is a transaction of its own: nobody waits for more than that."""
    after: int | None = None
    total = 0
    while True:
        with fence.everything():
            step = crypto.reseal_step(column, after)
        total, after = total + step.done, step.after
        if after is None:
            break
    done.resealed[column.name] = done.resealed.get(column.name, 0) + total
    return total
