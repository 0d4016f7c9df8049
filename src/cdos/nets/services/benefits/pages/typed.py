"""The terms of a programme as an editor types them, and back: what is wrong stands by its field, and nothing typed is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Clause, Field, FieldType, Value
from cdos.nets.services.payouts import api as payouts

from .. import api
from ..contracts import About, Amount, Period, Risk, Terms
from . import wording

NAMES = (
    "code", "title", "summary", "about", "unit", "category", "kind", "fen", "field", "share", "least", "most",
    "period", "pool", "risk", "law", "law_number", "article", "clause_text", "opens_on", "closes_on", "group",
    "group_most", "confirm_days", "note", "seen",
)  # fmt: skip
FIXED, TIERS, SHARE = "fixed", "tiers", "share"
TAKEN = frozenset({"new", "pick", "nights", "statistics", "letters"})  # addresses beside the programmes'
MOST_FEN, MOST_TIERS = 100_000_000_00, 40
MOST_END = 10**12
NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.FEN})
PLACE = re.compile(r"tier-(\d{1,3})-(end|yuan)")
E = TypeVar("E", About, Period, Risk)


@dataclass(slots=True)
class Typed:
    """What stands in the form; `errors`: field -> one sentence."""

    values: dict[str, str]
    tiers: list[tuple[str, str]] = field(default_factory=list)
    excludes: list[str] = field(default_factory=list)
    push: bool = True
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> Field | None:
        return rules.field(self.values.get("field", "")) if self.values.get("field") else None


def empty(today: date) -> Typed:
    values = dict.fromkeys(NAMES, "") | {
        "about": About.PERSON.value, "period": Period.YEAR.value, "risk": Risk.CONFIRM.value, "kind": FIXED,
        "confirm_days": "60", "opens_on": today.isoformat(),
    }  # fmt: skip
    return Typed(values)


def of_terms(terms: Terms, *, code: str, note: str = "") -> Typed:
    amount, clause, yuan = terms.amount, terms.clause, wording.plain_yuan
    kind = TIERS if amount.tiers else SHARE if amount.permille else FIXED
    values = {
        "code": code, "title": terms.title, "summary": terms.summary, "about": terms.about.value,
        "unit": terms.unit, "category": terms.category, "kind": kind, "field": amount.field,
        "fen": yuan(amount.fen) if kind == FIXED else "",
        "share": f"{amount.permille / 10:g}" if amount.permille else "",
        "least": yuan(amount.fen) if kind == SHARE and amount.fen else "",
        "most": yuan(amount.most_fen) if amount.most_fen else "",
        "period": terms.period.value, "pool": terms.pool, "risk": terms.risk.value,
        "law": clause.law, "law_number": clause.number, "article": clause.article, "clause_text": clause.text,
        "opens_on": terms.opens_on.isoformat(),
        "closes_on": terms.closes_on.isoformat() if terms.closes_on else "",
        "group": terms.group, "group_most": yuan(terms.group_most_fen) if terms.group else "",
        "confirm_days": str(terms.confirm_days), "note": note,
    }  # fmt: skip
    known = rules.field(amount.field) if amount.field else None
    tiers = [(_end_shown(end, known), yuan(fen)) for end, fen in amount.tiers]
    return Typed(values, tiers, list(terms.excludes), terms.push)


def _end_shown(end: Value, known: Field | None) -> str:
    if end is None:
        return ""
    if isinstance(end, bool):
        return "yes" if end else "no"
    if known is not None and known.type is FieldType.FEN and isinstance(end, int):
        return wording.plain_yuan(end)
    return f"{end:g}" if isinstance(end, float) else str(end)


def of_form(sent: QueryDict) -> Typed:
    values = {name: sent.get(name, "").replace("\x00", "").strip()[:2000] for name in NAMES}
    found: dict[int, dict[str, str]] = {}
    for key in sent:
        if hit := PLACE.fullmatch(key):
            found.setdefault(int(hit[1]), {})[hit[2]] = sent.get(key, "").strip()[:100]
    tiers = [(one.get("end", ""), one.get("yuan", "")) for _at, one in sorted(found.items())]
    excludes = [*sent.getlist("excludes"), sent.get("add_exclude", "")]
    kept = [one for one in dict.fromkeys(excludes) if one.strip()][:50]
    return Typed(values, tiers[:MOST_TIERS], kept, bool(sent.get("push")))


def to_terms(typed: Typed) -> Terms | None:
    """None: something is wrong, and the words stand in `errors`."""
    reader = _Reader(typed)
    terms = reader.terms()
    return None if typed.errors else terms


class _Reader:
    """Reads one field after the other and goes on after what is wrong, so that all of it is said at once."""

    def __init__(self, typed: Typed) -> None:
        self.typed, self.values, self.errors = typed, typed.values, typed.errors

    def terms(self) -> Terms:
        opens, closes = self.day("opens_on"), self.day("closes_on")
        if opens is None and "opens_on" not in self.errors:
            self.errors["opens_on"] = _("Please give the first day.")
        if opens and closes and closes < opens:
            self.errors["closes_on"] = _("The last day lies before the first one.")
        return Terms(
            title=self.needed("title", _("Please give the programme a title."), 120),
            summary=self.needed("summary", _("Please say in one sentence what it is."), 300),
            about=self.choice("about", About), unit=self.unit(), category=self.values["category"][:40],
            amount=self.amount(), period=self.choice("period", Period), pool=self.pool(), push=self.typed.push,
            risk=self.choice("risk", Risk), clause=self.clause(), opens_on=opens or date.min, closes_on=closes,
            excludes=self.excludes(), group=self.values["group"][:40], group_most_fen=self.group_most(),
            confirm_days=self.confirm_days(),
        )  # fmt: skip

    def needed(self, name: str, words: str, most: int) -> str:
        said = self.values[name]
        if not said:
            self.errors[name] = words
        elif len(said) > most:
            self.errors[name] = _("Please say it in at most {n} characters.").format(n=most)
        return said

    def choice(self, name: str, kind: type[E]) -> E:
        if self.values[name] not in set(kind):
            self.errors[name] = _("Please choose one of these.")
            return next(iter(kind))
        return kind(self.values[name])

    def unit(self) -> str:
        if organisation.unit(self.values["unit"]) is None:
            self.errors["unit"] = _("This unit is not known; please choose one from the list.")
        return self.values["unit"]

    def pool(self) -> str:
        if self.values["pool"] not in {one.code for one in payouts.pools()}:
            self.errors["pool"] = _("Please choose the budget pool that pays it.")
        return self.values["pool"]

    def clause(self) -> Clause:
        law = self.needed("law", _("Please name the law or notice that it stands on."), 200)
        rest = (self.values[name] for name in ("law_number", "article", "clause_text"))
        return Clause(law, *rest)

    def excludes(self) -> tuple[str, ...]:
        unknown = [one for one in self.typed.excludes if not api.versions(one)]
        if unknown:
            self.errors["excludes"] = _("There is no programme “{code}”.").format(code=unknown[0])
        return tuple(one for one in self.typed.excludes if one != self.values["code"])

    def day(self, name: str) -> date | None:
        if not self.values[name]:
            return None
        try:
            return date.fromisoformat(self.values[name])
        except ValueError:
            self.errors[name] = _("Please give the day as year-month-day.")
            return None

    def confirm_days(self) -> int:
        said = self.values["confirm_days"]
        if not said.isdecimal() or len(said) > 6 or not 1 <= int(said) <= 366:
            self.errors["confirm_days"] = _("An offer is open for 1 to 366 days.")
            return 60
        return int(said)

    def group_most(self) -> int:
        most = self.yuan("group_most") if self.values["group_most"] else 0
        if bool(self.values["group"]) != bool(self.values["group_most"]) or (
            self.values["group"] and not most
        ):
            self.errors.setdefault(
                "group_most", _("A stacking group needs a name and the most that it pays a year.")
            )
        return most

    # The amount

    def amount(self) -> Amount:
        kind = self.values["kind"]
        if kind == TIERS:
            return self.by_tiers()
        return self.share() if kind == SHARE else Amount(self.yuan("fen", positive=True))

    def yuan(self, name: str, *, positive: bool = False) -> int:
        fen = self.fen_of(name, self.values[name])
        if positive and fen == 0 and name not in self.errors:
            self.errors[name] = _("Please say what it pays.")
        return fen

    def fen_of(self, name: str, said: str) -> int:
        """A sum in yuan with at most two digits after the point; ，and , between thousands are taken out."""
        plain = said.replace(",", "").replace("，", "").removesuffix("元").strip()
        try:
            fen = Decimal(plain) * 100 if plain else Decimal(0)
        except InvalidOperation:
            fen = Decimal("NaN")
        if not fen.is_finite():
            self.errors[name] = _("Please give the sum in yuan as a number, such as 1200 or 99.50.")
            return 0
        if fen != fen.to_integral_value():
            self.errors[name] = _("A sum has at most two digits after the point.")
            return 0
        if not 0 <= fen <= MOST_FEN:
            self.errors[name] = _("A sum lies between 0 and 100 million yuan.")
            return 0
        return int(fen)

    def share(self) -> Amount:
        known, said = self.typed.known, self.values["share"].removesuffix("%").strip()
        if known is None or known.type not in NUMBERS:
            self.errors["field"] = _("A share can be paid of a number only: please choose one.")
        try:
            permille = Decimal(said or "0") * 10
        except InvalidOperation:
            permille = Decimal(0)
        if not permille.is_finite() or not 0 < permille <= 10_000 or permille != permille.to_integral_value():
            self.errors["share"] = _(
                "A share lies between 0.1 and 1000 percent, with one digit after the point."
            )
            permille = Decimal(1)
        least, most = self.yuan("least"), self.yuan("most")
        if most and most < least:
            self.errors["most"] = _("The most lies below the least.")
        return Amount(least, self.values["field"], (), int(permille), most)

    def by_tiers(self) -> Amount:
        known = self.typed.known
        if known is None:
            self.errors["field"] = _("Please choose the datum that the amount depends on.")
            return Amount()
        tiers: list[tuple[Value, int]] = []
        typed = [(at, end, yuan) for at, (end, yuan) in enumerate(self.typed.tiers) if end or yuan]
        for at, end, yuan in typed:
            open_ = known.type in NUMBERS and not end and bool(tiers) and at == typed[-1][0]
            tiers.append((None if open_ else self.end(at, end, known), self.fen_of(f"tier-{at}", yuan)))
        if not tiers or not any(fen for _end, fen in tiers) and not self.errors:
            self.errors.setdefault("tiers", _("Please write at least one tier that pays something."))
        self.ascending(tiers, known)
        return Amount(0, known.name, tuple(tiers))

    def end(self, at: int, said: str, known: Field) -> Value:
        """The upper end of a tier, or the choice it is for."""
        if known.choices:
            if said not in dict(known.choices):
                self.errors[f"tier-{at}"] = _("Please choose one of these.")
            return said
        if known.type is FieldType.BOOLEAN:
            return said == "yes"
        if known.type is FieldType.FEN and said:
            return self.fen_of(f"tier-{at}", said)
        try:
            number = Decimal(said.replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > MOST_END:
            self.errors[f"tier-{at}"] = _("Please give the upper end as a number.")
            return 0
        return int(number) if number == number.to_integral_value() else float(number)

    def ascending(self, tiers: list[tuple[Value, int]], known: Field) -> None:
        """A tier whose end lies below the one before would never hold."""
        if known.type not in NUMBERS or self.errors:
            return
        ends = [end for end, _fen in tiers if isinstance(end, (int, float))]
        if any(later <= before for before, later in zip(ends, ends[1:], strict=False)):
            self.errors["tiers"] = _("The upper ends must rise from tier to tier.")


def code_error(values: Mapping[str, str]) -> str:
    """Why a new programme cannot have this code; empty: it can."""
    code = values["code"]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) or len(code) > 40:
        return _("The code is made of small Latin letters, digits and hyphens, such as elder-allowance.")
    if code in TAKEN or api.versions(code):
        return _("There is a programme with this code already.")
    return ""
