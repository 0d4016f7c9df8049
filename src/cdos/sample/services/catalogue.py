"""The city's services: items with their rules, in force since last year, and versions on the editors' desk."""

from dataclasses import replace
from datetime import date

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import RuleRow
from cdos.nets.services.items import api as items


def load(today: date) -> dict[str, int]:
    """Counts by kind."""
    since = date(today.year - 1, 1, 1)
    every, standards = items.sample()
    units = {item.code: item.department for item in every}
    found = {
        "items": items.load(every, standards=standards, effective_from=since),
        "rules": rules.load(
            RuleRow(row["code"], row["title"], rules.parse(row["node"]), since, units[row["code"]])
            for row in items.sample_rules()
        ),
    }
    _on_the_desk()
    return found


def _on_the_desk() -> None:
    """A draft and a version that waits, so that editors see what a change looks like."""
    editor = _account("editor")
    if editor is None:
        return
    card = items.item("elder-card")
    library = items.item("library-card")
    if card is None or library is None:
        return
    items.draft(
        actor=editor,
        item=replace(
            card, summary="六十岁以上老人免费坐公交地铁、进公园，电子卡当天可用。", effective_from=None
        ),
        note="补充电子卡的说明",
    )
    waiting = items.draft(
        actor=editor,
        item=replace(
            library,
            words=(*library.words, "还书", "少儿读者证"),
            conditions="年满六周岁的居民；未满十四周岁的由监护人代为申请。持港澳台居民居住证的同样办理。",
            effective_from=None,
        ),
        note="增加港澳台居民的说明和常用叫法",
    )
    items.submit(actor=editor, code="library-card", number=waiting.item.version)


def _account(login: str) -> Actor | None:
    found = identity.account_by_login(login)
    return organisation.actor_of_account(found.id) if found else None
