"""Mutual aid of workers: the plan, its fund, members, and stays in hospital that the demonstration's hospitals have settled."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cdos.apps.mutual_aid import api as mutual
from cdos.apps.mutual_aid.contracts import Care, Stay
from cdos.base.identity import api as identity
from cdos.sample.people.demonstration import Residents

FUND = 20_000_000_000  # fen
MEMBERS = 60  # besides the demonstration's residents


def load(residents: Residents, others: Sequence[int], today: date) -> int:
    """How many members."""
    mutual.load(since=today - timedelta(days=400), title="职工医疗互助金", fen=FUND)
    _stays(residents, today)
    return mutual.load_members(_members(residents, others, today))


def _members(residents: Residents, others: Sequence[int], today: date) -> Iterator[tuple[int, str, date]]:
    own = (residents.first, residents.talent)
    for place, party in enumerate((*own, *others[:MEMBERS])):
        yield party, f"HZ{100_001 + place}", today - timedelta(days=380 - place % 90)


def _stays(residents: Residents, today: date) -> None:
    """The mother was in hospital for her second child; the newcomer broke a leg, and was once at a clinic."""
    _stay(
        residents.first, "J-2026-0415", "深圳市妇幼保健院", Care.INPATIENT, today, 26, 5, (1_386_000, 902_400)
    )
    _stay(
        residents.talent,
        "J-2026-0772",
        "深圳市第二人民医院",
        Care.INPATIENT,
        today,
        40,
        8,
        (2_158_000, 1_512_000),
    )
    _stay(
        residents.talent, "J-2026-0391", "深圳市第二人民医院", Care.OUTPATIENT, today, 90, 1, (46_800, 30_300)
    )


def _stay(
    party: int, code: str, hospital: str, care: Care, today: date, ago: int, days: int, sums: tuple[int, int]
) -> None:
    known = identity.proven(party)
    if known is None:
        return
    total, insurance = sums
    came = today - timedelta(days=ago)
    stay = Stay(
        code, 1, hospital, care, came, came + timedelta(days=days), total, insurance, total - insurance
    )
    mutual.demo_stay(document_number=known.document_number, stay=stay)
