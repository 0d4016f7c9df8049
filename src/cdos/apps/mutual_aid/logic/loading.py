"""Members, the rule and the pool that the demonstration begins with."""

import json
from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from django.conf import settings

from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.nets.services.payouts import api as payouts

from ..contracts import POOL
from ..models import Member


def rule(since: date) -> int:
    source = files("cdos.apps.mutual_aid") / "data" / "rule.json"
    read = json.loads(source.read_text(encoding="utf-8"))
    row = RuleRow(
        code=read["code"],
        title=read["title"],
        node=rules.parse(read["node"]),
        effective_from=since,
        unit=settings.MUTUAL_UNIT,
        outputs=read["outputs"],
    )
    return rules.load([row])


def pool(title: str, year: int, fen: int) -> None:
    payouts.open_pool(code=POOL, title=title, unit=settings.MUTUAL_UNIT, year=year, fen=fen)


def members(rows: Iterable[tuple[int, str, date]]) -> int:
    made = Member.objects.bulk_create(
        [Member(party_id=party, number=number, since=since) for party, number, since in rows],
        ignore_conflicts=True,
    )
    return len(made)
