"""Enterprises and shops, each with a person who acts for it."""

from collections.abc import Iterator

from cdos.base.identity.contracts import DocumentKind, NewParty, PartyKind
from cdos.sample import names
from cdos.sample.ground.shapes import stream
from cdos.sample.people.documents import credit_code, phone
from cdos.sample.people.residents import PEOPLE, Census

ENTERPRISES = 3_300_000  # at scale 1
INDIVIDUAL_SHARE = 0.42  # 个体工商户
PHONE_OFFSET = PEOPLE + 10_000_000  # beyond every resident's number


def enterprises(census: Census, scale: float, seed: int) -> Iterator[tuple[NewParty, int]]:
    """The enterprise and the number of the person who acts for it, who lives in the same community."""
    share = ENTERPRISES * scale / census.total
    number = 0
    for code, count, start in zip(
        census.communities, census.counts.tolist(), census.starts.tolist(), strict=True
    ):
        random = stream(seed, "firms", code)
        amount = max(1, round(count * share))
        picks = random.integers(0, 1_000_000, size=(amount, 5)).tolist()
        for pick in picks:
            yield _enterprise(code, number, pick), start + pick[4] % count
            number += 1


def _enterprise(code: str, number: int, pick: list[int]) -> NewParty:
    individual = pick[0] % 100 < INDIVIDUAL_SHARE * 100
    heads, trades = names.FIRM_HEADS, names.FIRM_TRADES
    head = heads[pick[1] % len(heads)] + heads[pick[2] % len(heads)]
    if individual:
        tails = [tail for group in names.SHOP_TAILS.values() for tail in group]
        shop = names.SHOP_HEADS[pick[1] % len(names.SHOP_HEADS)] + head[0] + tails[pick[3] % len(tails)]
        name = f"深圳市{shop}（个体工商户）"
    else:
        form = names.FIRM_FORMS[pick[0] % 4]
        name = f"深圳市{head}{heads[pick[4] % len(heads)]}{trades[pick[3] % len(trades)]}{form}"
    return NewParty(
        kind=PartyKind.ENTERPRISE,
        name=name,
        document_kind=DocumentKind.USCC.value,
        document_number=credit_code(number, code[:6], individual),
        phone=phone(PHONE_OFFSET + number),
        community=code,
    )
