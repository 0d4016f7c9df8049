"""Valid identity numbers for people and firms who do not exist, in bulk.

Uniqueness without remembering every number: a sequence number is counted up for each area, day and sex.
"""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from cdos.base.identity.api import uscc_check_symbol

Ints = npt.NDArray[np.int64]

FIRST_DAY = date(1920, 1, 1)
DAYS = 42_000  # up to 2034
# Where people are from: a third from the city, the rest from towns that send many to it.
ORIGINS = np.array(
    [
        440303,
        440304,
        440305,
        440306,
        440307,
        440308,
        440309,
        440310,
        440311,
        440103,
        440502,
        441302,
        441502,
        445202,
    ]
    + [
        430102,
        430406,
        430602,
        420106,
        420502,
        360102,
        360702,
        450102,
        450202,
        510104,
        511302,
        500103,
        340102,
        410102,
    ]
    + [411302, 520102, 610102, 350102, 350502, 330102, 320102, 370102]
)
CITY_ORIGINS = 9
CITY_SHARE = 0.36
WEIGHTS = np.array([2**power % 11 for power in range(17, 0, -1)])
CHECKS = np.array(list("10X98765432"))
POWERS = 10 ** np.arange(16, -1, -1)

ORGANISATION_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
SPREAD = 479_001_599  # prime: consecutive numbers give codes that look unrelated


class CitizenNumbers:
    """Gives every person a citizen identity number (GB 11643-1999); 499 of each sex fit an area and day."""

    def __init__(self) -> None:
        self._used = np.zeros((len(ORIGINS), DAYS, 2), dtype=np.uint16)

    def take(self, origins: Ints, born: Ints, male: npt.NDArray[np.bool_]) -> list[str]:
        """`origins` index ORIGINS, `born` counts days from FIRST_DAY; the numbers in the same order."""
        sex = male.astype(np.int64)
        sequence = self._next(origins, born, sex) * 2 + sex
        days = np.datetime64(FIRST_DAY) + born.astype("timedelta64[D]")
        text = np.char.replace(days.astype(str), "-", "").astype(np.int64)
        bodies = ORIGINS[origins] * 10**11 + text * 1000 + sequence
        digits = (bodies[:, None] // POWERS) % 10
        checks = CHECKS[(digits * WEIGHTS).sum(axis=1) % 11]
        return [f"{body}{check}" for body, check in zip(bodies.tolist(), checks.tolist(), strict=True)]

    def _next(self, origins: Ints, born: Ints, sex: Ints) -> Ints:
        """Counts up within the batch too: the rank among equal cells is added to what was used before."""
        cells = (origins * DAYS + born) * 2 + sex
        order = np.argsort(cells, kind="stable")
        ordered = cells[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        rank = np.empty(len(cells), dtype=np.int64)
        rank[order] = np.arange(len(cells)) - np.repeat(starts, np.diff([*starts, len(cells)]))
        flat = self._used.reshape(-1)
        numbers: Ints = flat[cells] + rank
        np.add.at(flat, cells, 1)
        return numbers + 1


def citizen_number(body: str) -> str:
    """The 17 digits with their check digit (MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS.tolist(), strict=True))
    return f"{body}{CHECKS[total % 11]}"


def born_on(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def credit_code(number: int, district: str, individual: bool) -> str:
    """A unified social credit code (GB 32100-2015) of the market supervision department; `number` is counted up."""
    value, symbols = number * SPREAD % 31**7, ""
    for _ in range(7):
        value, digit = divmod(value, 31)
        symbols = ORGANISATION_SYMBOLS[digit] + symbols
    organisation = "M" + symbols
    total = sum(
        int(symbol, 36) * weight for symbol, weight in zip(organisation, ORGANISATION_WEIGHTS, strict=True)
    )
    body = f"9{'2' if individual else '1'}{district}{organisation}{'0123456789X0'[11 - total % 11]}"
    return body + uscc_check_symbol(body)


def phone(number: int) -> str:
    """154 is a range that no carrier gives to people, so nobody is ever called; every number only once."""
    return f"154{(number * 61_803_399 + 27_182_818) % 100_000_000:08d}"
