"""The door's part for those who keep the duty list: drafts, batches, checks, replay. Errors as in `logic/drafts.py`."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .contracts import DutyListInfo, Finding, ListDiff, ReplayInfo
from .logic import drafts, duty, dutyfile, dutyreplay
from .models import DutyItem


def _editor(actor: Actor) -> None:
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise NotAllowed("editors_only", "editors only")


def begin_draft(*, actor: Actor, effective_on: date, note: str = "") -> int:
    """The version of a draft that is a copy of the newest list. NotAllowed, DraftRefused."""
    _editor(actor)
    return drafts.begin(actor, effective_on, note)


def save_item(*, actor: Actor, version: int, code: str, item: DutyItem) -> None:
    """Change the item `code` of a draft; add one where `code` is empty. NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    drafts.save_item(actor, version, code, item)


def remove_item(*, actor: Actor, version: int, code: str) -> None:
    """NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    drafts.remove_item(actor, version, code)


def apply_batch(*, actor: Actor, version: int, path: Path) -> tuple[int, tuple[str, ...]]:
    """Items of a CSV into a draft, all or nothing: how many lines counted, and the errors by line."""
    _editor(actor)
    items, gone, errors = dutyfile.read_batch(path)
    if errors:
        return 0, tuple(errors)
    return drafts.apply_batch(actor, version, items, gone), ()


def set_day(*, actor: Actor, version: int, effective_on: date, note: str) -> None:
    """NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    drafts.set_day(actor, version, effective_on, note)


def discard(*, actor: Actor, version: int) -> None:
    """NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    drafts.discard(actor, version)


def rebase(*, actor: Actor, version: int) -> list[str]:
    """Take in what came after the draft was begun; the codes that both changed. NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    return drafts.rebase(actor, version)


def publish(*, actor: Actor, version: int) -> DutyListInfo:
    """In force from its day. NotAllowed, LookupError; DraftRefused while something grave is found."""
    _editor(actor)
    row = drafts.publish(actor, version)
    return duty.info_of(row, row.items.count())


def changes(*, version: int, against: int | None = None) -> ListDiff:
    """What differs from another version, or from the list it would follow. LookupError."""
    return drafts.changes(version, against)


def follows(*, version: int) -> int | None:
    """The version that this one would follow."""
    return drafts.follows(version)


def check(*, version: int, called: Callable[[str], str] = str) -> tuple[list[Finding], list[Finding]]:
    """Conflicts and gaps that a draft brings, the grave first, and those there before; `called` says a function in words.

    LookupError.
    """
    return drafts.check(version, called)


def overtaken(*, version: int) -> bool:
    return drafts.overtaken(version)


def ask_replay(*, actor: Actor, version: int) -> int:
    """Queue a replay of the last 30 days against a draft; its id. NotAllowed, LookupError, DraftRefused."""
    _editor(actor)
    return dutyreplay.ask(actor, version)


def replay(*, replay_id: int) -> None:
    """Run a queued replay; takes minutes."""
    dutyreplay.run(replay_id)


def latest_replay(*, version: int) -> ReplayInfo | None:
    return dutyreplay.latest(version)
