"""What the sample city's programmes are about: one line a theme in data/programmes, carried out by the city and by districts."""

import csv
from dataclasses import dataclass
from functools import cache

from cdos.base.rules.contracts import Value
from cdos.nets.services.benefits.contracts import About, Amount, Period, Risk
from cdos.sample.data_files import FOLDER

FILES = {About.PERSON: "persons", About.HOUSEHOLD: "households", About.ENTERPRISE: "enterprises"}
# What districts like to add, by its short name.
SHORT = {
    "@live": "residence_years >= [1, 2, 3]",
    "@hk": "hukou == 'sz' or residence_permit",
    "@inc": "household_income_month_fen <= [10000, 12000, 15000]",
    "@clean": "not illegal_record",
    "@paid": "sums_paid_year_fen <= [2000, 3000, 5000]",
    "@kin": "household_size >= [2, 3]",
    "@credit": "credit_level in ('A', 'B')",
    "@tax": "tax_level in ('A', 'B', 'M')",
    "@debt": "sums_paid_year_fen <= [20000, 50000]",
    "@years": "enterprise_years >= [1, 2]",
    "@staff": "insured_staff >= [1, 2]",
}


@dataclass(frozen=True, slots=True)
class Theme:
    code: str
    title: str
    summary: str
    about: About
    category: str
    unit: str  # function of the unit that answers for it
    law: str
    article: str
    rule: str
    extras: tuple[str, ...]
    amount: Amount
    period: Period
    risk: Risk
    push: bool
    spread: int  # in how many districts besides the city
    group: str


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(_theme(about, row) for about, name in FILES.items() for row in _rows(name))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "programmes" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="|", quoting=csv.QUOTE_NONE))


def _theme(about: About, row: dict[str, str]) -> Theme:
    extras = (one.strip() for one in row["extras"].split(";"))
    return Theme(
        code=row["code"],
        title=row["title"],
        summary=row["summary"],
        about=about,
        category=row["category"],
        unit=row["unit"],
        law=row["law"],
        article=row["article"],
        rule=row["rule"],
        extras=tuple(SHORT.get(one, one) for one in extras),
        amount=amount(row["pays"]),
        period=Period(row["period"]),
        risk=Risk(row["risk"]),
        push=row["push"] == "yes",
        spread=int(row["spread"]),
        group=row["group"],
    )


def amount(text: str) -> Amount:
    """In yuan: `260`, `age 89=200 99=300 *=500` (`*`: no upper end), `150‰ medical_paid_year_fen 100..3000`."""
    first, *rest = text.split()
    if first.endswith("‰"):
        least, most = rest[1].split("..")
        return Amount(fen=int(least) * 100, field=rest[0], permille=int(first[:-1]), most_fen=int(most) * 100)
    if not rest:
        return Amount(fen=int(first) * 100)
    ends = (one.split("=") for one in rest)
    tiers = tuple((_end(end), int(yuan) * 100) for end, yuan in ends)
    return Amount(field=first, tiers=tiers)


def _end(text: str) -> Value:
    if text == "*":
        return None
    return int(text) if text.isdecimal() else text
