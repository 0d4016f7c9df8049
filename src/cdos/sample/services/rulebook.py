"""What makes the rule book of the sample city lively: versions on the editors' desk, and people to try them on."""

from datetime import date, timedelta
from typing import Any

import duckdb
from django.conf import settings
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules

PEOPLE = 20_000

# One draw in a hundred by person and subject, the same in every sample city; a tenth of the values is not known.
EXTRACT = """
COPY (
  WITH drawn AS (SELECT i, [hash(i * 64 + k) % 100 FOR k IN range(0, 16)] AS d FROM range(?) t(i)),
  people AS (SELECT i, d, CAST(d[1] * 0.95 AS INTEGER) AS age FROM drawn)
  SELECT
    if(d[16] < 4, NULL, age) AS age,
    CASE WHEN d[2] < 31 THEN 'sz' WHEN d[2] < 88 THEN 'other' WHEN d[2] < 92 THEN 'none' END AS hukou,
    CASE WHEN d[3] < 24 THEN 'junior' WHEN d[3] < 48 THEN 'high' WHEN d[3] < 66 THEN 'college'
         WHEN d[3] < 84 THEN 'bachelor' WHEN d[3] < 89 THEN 'master' WHEN d[3] < 90 THEN 'doctor' END AS education,
    if(d[4] < 8, NULL, least(age, CAST(d[5] * d[6] / 180 AS INTEGER))) AS residence_years,
    if(d[7] < 8, NULL, if(age < 18, 0, least((age - 18) * 12, d[8] * 4))) AS social_security_months,
    if(d[9] < 12, NULL, if(age < 16, 0, 90000 + d[10] * d[10] * 380)) AS income_month_fen,
    if(d[11] < 5, NULL, d[11] = 5) AS low_income,
    if(d[12] < 5, NULL, if(d[12] > 96, d[13] % 4 + 1, 0)) AS disability_level,
    CASE WHEN age < 22 THEN 'student' WHEN age > 62 THEN 'retired' WHEN d[14] < 12 THEN 'unemployed'
         WHEN d[14] < 30 THEN 'self' WHEN d[14] < 92 THEN 'employed' END AS employment,
    if(d[15] < 8, NULL, d[15] > 30) AS residence_permit
  FROM people
) TO '{path}' (FORMAT parquet)
"""


def load(today: date) -> int:
    """How many versions are on the desk."""
    _extract()
    today = max(today, timezone.localdate())  # a rule is never made for days gone by
    return _older(today) + _poorer(today)


def _extract() -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    path = str(settings.DATA_DIR / "population.parquet").replace("'", "''")
    with duckdb.connect() as lake:
        lake.execute(EXTRACT.format(path=path), [PEOPLE])


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
