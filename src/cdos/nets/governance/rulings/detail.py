"""What a ruling adds to the workbench: the dispute in full, and the likeliest decision with its reason."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.organisation.contracts import Actor, Role, Unit

from .contracts import RulingInfo
from .logic import reading


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `rulings/detail.html`; the caller has checked that the actor may see the matter."""
    matter = matters.get_many(actor=actor, ids=[matter_id]).get(matter_id)
    if matter is None:
        return {}
    found = reading.of(matter)
    seen = bool(matters.parts_of(actor=actor, number=found.appeal))
    return {
        "ruling": found,
        "may_open": seen,
        "proposal": proposal(found, actor) if found.decided_at is None else None,
    }


def proposal(found: RulingInfo, actor: Actor) -> dict[str, Any] | None:
    """For a supervisor the decision, filled with what most name; for the others their view."""
    if not actor.holds(Role.SUPERVISOR):
        return _offer("view", {}, {}, _("Give a view"), _("Your unit is in this dispute."))
    likely, votes = favourite(found)
    data, texts = {"item": found.item}, {"item": found.item_name}
    if likely is None:
        return _offer("settle", data, texts, _("Decide"), _("Nobody has given a view yet."))
    reason = _("%(votes)d of %(all)d name %(unit)s.") % {
        "votes": votes,
        "all": len(found.views) or len(found.claims),
        "unit": likely.name,
    }
    return _offer("settle", data | {"unit": likely.code}, texts | {"unit": likely.name}, _("Decide"), reason)


def favourite(found: RulingInfo) -> tuple[Unit | None, int]:
    """The unit that most views name; before there are any, that most returns name."""
    named = [one.whose for one in found.views] or [one.proposed for one in found.claims]
    counts = Counter(unit.code for unit in named if unit)
    if not counts:
        return None, 0
    code, votes = counts.most_common(1)[0]
    return next(unit for unit in named if unit and unit.code == code), votes


def _offer(move: str, data: dict[str, str], texts: dict[str, str], words: str, reason: str) -> dict[str, Any]:
    return {"move": move, "data": data, "texts": texts, "words": words, "reason": reason, "confidence": None}
