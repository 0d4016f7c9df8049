"""What is asked about one service, answered from its own definition: papers, cost, term, place, conditions, steps, law."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from cdos.base.web import api as web
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from ..contracts import Choice, Turn
from . import guiding
from .words import plain

ALIKE = 62  # of 100: a question of the service's own list that this one repeats


def asked_about(words: str) -> str:
    """What kind of question it is: papers, cost, term, where, who, steps, law, result; "" for none of these."""
    text = plain(words).replace(" ", "")
    return next((kind for kind, pattern in PATTERNS if pattern.search(text)), "")


PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("papers", "材料|带什么|带些什么|交什么|准备什么|什么证件|哪些证件|什么手续|哪些手续"),
        ("cost", "多少钱|费用|收费|要钱|要不要钱|免费|花钱|缴费|工本费"),
        ("term", "多久|几天|多长时间|多少天|什么时候能|何时|时限|多快"),
        ("where", "在哪|哪里办|去哪|地点|地址|窗口|网点|上门"),
        ("who", "条件|谁可以|谁能|能不能办|能办吗|资格|符合|我可以办|可以办吗|要求是"),
        ("law", "依据|法律|规定|哪条|文件"),
        ("result", "拿到什么|发什么证|得到什么|结果是"),
        ("steps", "流程|步骤|程序|怎么办理|如何办理|分几步"),
    )
)


def answer(item: Item, words: str, language: str) -> Turn:
    """The answer to one question; all in short where it is not clear what is asked."""
    listed = _listed(item, words)
    if listed:
        return _turn(item, [listed])
    kind = asked_about(words)
    return _turn(item, ANSWERS[kind](item, language) if kind else short(item))


def short(item: Item) -> list[str]:
    said = [item.summary] if item.summary else []
    term = _("at once") if item.instant else guiding.term(item.promised_days, item.promised_unit)
    said.append(
        _("It takes {term}, costs {cost}, and needs {trips} trips and {papers} papers.").format(
            term=term, cost=guiding.cost(item.fees), trips=item.trips, papers=len(item.materials)
        )
    )
    return [web.for_reader(line) for line in said]


def _listed(item: Item, words: str) -> str:
    """The answer of the service's own questions that comes nearest, where one is near."""
    asked = plain(words)
    near = [(fuzz.token_set_ratio(asked, plain(one.asked)), one.answer) for one in item.questions]
    best = max(near, default=(0.0, ""))
    whole = max((fuzz.ratio(asked, plain(one.asked)) for one in item.questions), default=0.0)
    return web.for_reader(best[1]) if max(whole, best[0] - 25) >= ALIKE else ""


def _turn(item: Item, words: list[str]) -> Turn:
    choices = [Choice(f"/begin {item.code}", _("Begin now"))] if "online" in item.channels else []
    return Turn(
        words=tuple(words),
        choices=tuple(choices),
        link=f"/services/{item.code}",
        link_title=web.for_reader(item.title),
    )


def _papers(item: Item, language: str) -> list[str]:
    if not item.materials:
        return [_("Nothing: the city has what it needs.")]
    said = [_("To hand in:")]
    for one in guiding.hand_in(item):
        more = [note for note in (_("your e-licence will do") if one.by_licence else "", one.need) if note]
        tail = f"（{'，'.join(more)}）" if more else ""
        said.append(f"· {web.for_reader(one.material.name)}{tail}")
    return said


def _cost(item: Item, language: str) -> list[str]:
    return [_("It costs {cost}.").format(cost=guiding.cost(item.fees))] + [
        f"· {web.for_reader(fee.name)} {guiding.yuan(fee.fen)}" for fee in item.fees if fee.fen
    ]


def _term(item: Item, language: str) -> list[str]:
    if item.instant:
        return [_("Where the city has the data, it is decided at once; else within {term}.").format(
            term=guiding.term(item.promised_days, item.promised_unit)
        )]  # fmt: skip
    return [
        _("Promised: {promised}. The law allows: {legal}.").format(
            promised=guiding.term(item.promised_days, item.promised_unit),
            legal=guiding.term(item.legal_days, item.legal_unit),
        )
    ]


def _where(item: Item, language: str) -> list[str]:
    said = [_("You can do it {ways}.").format(ways=_(", ").join(guiding.channels(item)))]
    extra = item.extension
    return said + [web.for_reader(line) for line in (extra.address, extra.hours, extra.phone) if line]


def _who(item: Item, language: str) -> list[str]:
    lines = guiding.conditions(item, language)
    return [_("Who can apply:"), *(f"· {web.for_reader(line)}" for line in lines)] if lines else short(item)


def _law(item: Item, language: str) -> list[str]:
    lines = [f"· {law.name} {law.article}".rstrip() for law in item.laws]
    return [web.for_reader(line) for line in lines] or [_("The city's own service rules.")]


def _result(item: Item, language: str) -> list[str]:
    return [_("You get:"), *(f"· {web.for_reader(one.name)}" for one in item.results)]


def _steps(item: Item, language: str) -> list[str]:
    made = guiding.steps(item)
    return [
        f"{number}. {web.for_reader(step['name'] or step['kind'])} {step['days']}".rstrip()
        for number, step in enumerate(made, 1)
    ] or short(item)


ANSWERS: dict[str, Callable[[Item, str], list[str]]] = {
    "papers": _papers,
    "cost": _cost,
    "term": _term,
    "where": _where,
    "who": _who,
    "law": _law,
    "result": _result,
    "steps": _steps,
}


def item_of(code: str) -> Item | None:
    return items.item(code) if code else None
