"""What the person sees of honest closure on the page of their appeal."""

from cdos.nets.governance.appeals.api import Panel
from cdos.nets.governance.appeals.contracts import AppealView, Reader

from ..logic import asking, obligations, words


def panel(view: AppealView) -> Panel | None:
    """What was promised, for the person and for staff; strangers see none of the reply's words."""
    if view.reader is Reader.PUBLIC or not view.reply:
        return None
    promises = [words.promise_shown(one) for one in obligations.of_matter(view.matter.id)]
    waits = asking.open_of(view.matter.id) if view.reader is Reader.SUBJECT else None
    shown = {"promises": promises, "ask": asking.path(waits) if waits else ""}
    return Panel("closure/parts/tracking.html", shown) if promises or waits else None
