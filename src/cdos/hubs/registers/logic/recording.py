"""What the ledger keeps of registers: every look, every consent, every value corrected. Values are never in it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind, Named
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from ..adapters import registry

LOOKED, GIVEN, WITHDRAWN = "register.looked", "register.consent_given", "register.consent_withdrawn"
CORRECTED = "register.corrected"
_PURPOSES: dict[str, Callable[[str], str]] = {}
_LAWFUL: set[str] = set()  # kinds of purposes for which a law lets the city look, without asking each person


def register() -> None:
    ledger.register_acts(Kind.LOOK, {LOOKED: _("Looked into a register")})
    ledger.register_acts(
        Kind.CHANGE,
        {
            GIVEN: _("Let a register be used"),
            WITHDRAWN: _("Took the use of a register back"),
            CORRECTED: _("Corrected a value of a register"),
        },
    )
    ledger.register_codes("register", named)


def named(code: str) -> Named | None:
    adapter = registry.get(code)
    return Named(adapter.source.title) if adapter else None


def purposes(kind: str, titles: Callable[[str], str], lawful: bool) -> None:
    _PURPOSES[kind] = titles
    if lawful:
        _LAWFUL.add(kind)


def lawful(purpose: str) -> bool:
    return purpose.partition(":")[0] in _LAWFUL


def purpose_words(purpose: str) -> str:
    """What a purpose is called: the title of the item, bundle or programme; else its code."""
    if purpose == "own":
        return str(_("To see what is held of me"))
    kind, _colon, code = purpose.partition(":")
    titles = _PURPOSES.get(kind)
    return (titles(code) if titles else "") or code or purpose


def looked(actor: Actor, party_id: int, seen: dict[str, list[str]], purpose: str) -> None:
    """`seen`: source code -> names of the fields that were read."""
    common = {"purpose": purpose_words(purpose), **organisation.standing(actor)}
    ledger.record_many(
        Fact(LOOKED, actor.account_id, party_id, f"register:{code}", {**common, "what": _titles(code, names)})
        for code, names in seen.items()
    )


def _titles(code: str, names: Iterable[str]) -> str:
    adapter = registry.get(code)
    known = {field.name: field.title for field in adapter.source.fields} if adapter else {}
    return "、".join(known.get(name, name) for name in sorted(names))


def consented(actor: Actor, party_id: int, source: str, purpose: str, *, given: bool) -> None:
    details = {"purpose": purpose_words(purpose), **organisation.standing(actor)}
    ledger.record(
        act=GIVEN if given else WITHDRAWN,
        by=actor.account_id,
        about=party_id,
        object=f"register:{source}",
        details=details,
    )


def corrected(actor: Actor, party_id: int, source: str, field: str) -> None:
    details = {"what": _titles(source, [field]), **organisation.standing(actor)}
    ledger.record(
        act=CORRECTED, by=actor.account_id, about=party_id, object=f"register:{source}", details=details
    )
