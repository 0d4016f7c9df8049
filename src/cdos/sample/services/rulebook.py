"""What makes the rule book of the sample city lively: versions on the editors' desk."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules


def load(today: date) -> int:
    """How many versions are on the desk."""
    today = max(today, timezone.localdate())  # a rule is never made for days gone by
    return _older(today) + _poorer(today)


def _older(today: date) -> int:
    """The allowance for the old from 65 on instead of 70: waits for a second person."""
    tree = _tree("elder-allowance")
    if tree is None or (writer := _account("editor")) is None:
        return 0
    for leaf in _leaves(tree):
        if leaf["field"] == "age":
            leaf |= {"value": 65, "words": "年满六十五周岁"}
    made = _drafted(
        writer,
        "elder-allowance",
        tree,
        today + timedelta(days=31),
        "人大代表建议：津贴发放年龄由七十周岁降至六十五周岁",
    )
    rules.submit(actor=writer, code="elder-allowance", version=made)
    return 1


def _poorer(today: date) -> int:
    """A draft that raises the limit of income."""
    tree = _tree("low-income")
    if tree is None or (writer := _account("editor")) is None:
        return 0
    for leaf in _leaves(tree):
        if leaf["field"] == "income_month_fen":
            leaf |= {"value": 151_000, "words": "家庭人均月收入不高于低保标准1510元（示例）"}
    _drafted(writer, "low-income", tree, today + timedelta(days=45), "低保标准年度调整")
    return 1


def _tree(code: str) -> dict[str, Any] | None:
    live = rules.live(code)
    return rules.dump(live.node) if live else None


def _leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    if "field" in tree:
        return [tree]
    inner = tree.get("all") or tree.get("any") or [tree["not"]]
    return [leaf for one in inner for leaf in _leaves(one)]


def _drafted(writer: Actor, code: str, tree: dict[str, Any], first: date, note: str) -> int:
    live = rules.live(code)
    assert live is not None
    made = rules.draft(
        actor=writer,
        code=code,
        title=live.title,
        node=rules.parse(tree),
        effective_from=first,
        unit=live.unit,
        note=note,
    )
    return made.version


def _account(login: str) -> Actor | None:
    found = identity.account_by_login(login)
    return organisation.actor_of_account(found.id) if found else None
