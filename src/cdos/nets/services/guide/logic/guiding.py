"""An item as a guide (办事指南, GB/T 36114): each element in plain words, for people in a hurry and for programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cdos.base.rules import api as rules
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Burden, Fee, Item, Material, TermUnit

from ..contracts import ItemFull

CHANNELS = {
    "online": gettext_lazy("online"),
    "counter": gettext_lazy("at a counter"),
    "home": gettext_lazy("at your home"),
    "video": gettext_lazy("by video"),
    "bank": gettext_lazy("in a bank"),
    "cross_border": gettext_lazy("from Hong Kong and Macao"),
}
NEEDS = {"2": gettext_lazy("if you have it"), "3": gettext_lazy("may follow later")}
STEPS = {
    "acceptance": gettext_lazy("Accepted"),
    "investigate": gettext_lazy("Examined"),
    "decide": gettext_lazy("Decided"),
    "accreditation": gettext_lazy("Licence made"),
    "delivery": gettext_lazy("Delivered"),
    "addressee": gettext_lazy("Received"),
}


def term(days: float, unit: TermUnit) -> str:
    """ "5 working days", "at once"."""
    if unit is TermUnit.AT_ONCE or not days:
        return _("at once")
    shown = int(days) if float(days).is_integer() else days
    if unit is TermUnit.WORKING_DAYS:
        return ngettext("{n} working day", "{n} working days", int(days) or 1).format(n=shown)
    return ngettext("{n} day", "{n} days", int(days) or 1).format(n=shown)


def yuan(fen: int) -> str:
    return _("{yuan} yuan").format(yuan=f"{fen / 100:.2f}".rstrip("0").rstrip("."))


def cost(fees: Sequence[Fee]) -> str:
    whole = sum(fee.fen for fee in fees)
    return yuan(whole) if whole else _("free")


@dataclass(frozen=True, slots=True)
class HandIn:
    """A paper, and whether the person has to bring it at all."""

    material: Material
    need: str
    by_licence: bool  # an e-licence stands for it (免证办)


def hand_in(item: Item) -> list[HandIn]:
    return [HandIn(one, str(NEEDS.get(one.need, "")), bool(one.licence_type)) for one in item.materials]


def conditions(item: Item, language: str) -> list[str]:
    """Who may apply: the rule in words where there is one, else what the catalogue says."""
    live = rules.live(item.rule) if item.rule else None
    if live is None:
        return [line for line in item.conditions.splitlines() if line.strip()]
    said = rules.in_words(live.node, language)
    return [line.strip(" ;；") for line in said.splitlines() if line.strip()]


def steps(item: Item) -> list[dict[str, str]]:
    return [
        {
            "kind": str(STEPS.get(one.kind, one.kind)),
            "name": one.name,
            "by": one.by,
            "days": term(one.days, TermUnit.WORKING_DAYS) if one.days else "",
        }
        for one in item.steps
    ]


def channels(item: Item) -> list[str]:
    return [str(CHANNELS[one]) for one in item.channels if one in CHANNELS]


@dataclass(frozen=True, slots=True)
class Saved:
    """One figure before and now."""

    what: str
    before: float
    now: float


def saving(item: Item) -> list[Saved]:
    """Only what became less; counted."""
    before, now = items.burden_before(item), items.burden(item)
    rows = (
        (_("steps"), "steps"),
        (_("days"), "days"),
        (_("trips"), "trips"),
        (_("papers"), "papers"),
    )
    made = [Saved(title, getattr(before, name), getattr(now, name)) for title, name in rows]
    return [one for one in made if one.now < one.before]


def full(item: Item) -> ItemFull:
    """For programs."""
    now: Burden = items.burden(item)
    return ItemFull(
        code=item.code,
        title=item.title,
        summary=item.summary,
        department=item.department_name,
        url=f"/services/{item.code}",
        apply_url=f"/services/apply/{item.code}",
        conditions=item.conditions,
        promised=term(item.promised_days, item.promised_unit),
        legal=term(item.legal_days, item.legal_unit),
        trips=item.trips,
        fee_fen=sum(fee.fen for fee in item.fees),
        materials=tuple(asdict(one) for one in item.materials),
        steps=tuple(asdict(one) for one in item.steps),
        results=tuple(asdict(one) for one in item.results),
        laws=tuple(asdict(one) for one in item.laws),
        questions=tuple(asdict(one) for one in item.questions),
        words=item.words,
        topics=item.topics,
        channels=item.channels,
        burden=asdict(now),
    )
