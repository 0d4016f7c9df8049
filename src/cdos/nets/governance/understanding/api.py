"""The only door to what is understood of messages. Everything is keyword-only; errors are named in each docstring."""

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted, changing
from cdos.base.organisation.contracts import Action, Actor, Scope
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView, Learned, Reader

from .contracts import (
    ChoiceInfo,
    CorrectionInfo,
    DangerWordInfo,
    ModelVersionInfo,
    Signals,
    TagInfo,
    Understood,
)
from .logic import (
    asking,
    automatic,
    choices,
    correcting,
    filereading,
    places,
    service,
    tagging,
    training,
    versions,
    words,
)
from .logic import signals as reading


def says(*, title: str, body: str) -> Learned | None:
    """What the city's history says of a message; None where no model serves. No query."""
    return service.says(title, body)


def placed(*, text: str) -> tuple[Scope, str] | None:
    """The scope of the place that a text names, with the name; None where it names none or several. No query."""
    return places.placed(text)


def signals(*, text: str) -> Signals:
    """Danger, urgency, tone, places, tags, amounts and people of a text, as proposals. No query."""
    return reading.read(text)


def _seen(actor: Actor, number: str) -> AppealView:
    view = appeals.appeal(actor=actor, number=number)
    if view.reader is not Reader.STAFF:
        raise NotAllowed("staff_only", "staff only")
    return view


@acted
def understood(*, actor: Actor, number: str) -> Understood:
    """What an appeal's words and files say, what would be proposed, and its tags. NotAllowed, LookupError."""
    view = _seen(actor, number)
    readings = filereading.of(view)
    said = "\n".join([view.matter.title, view.text, *(one.text for one in readings.read)])
    proposal = appeals.propose_for(actor=actor, number=number)
    return Understood(view, reading.read(said), proposal, tuple(tagging.of(view.matter.id)), readings)


@changing
def read_files(*, actor: Actor, number: str) -> None:
    """Ask that the words in its clips and photos be read. NotAllowed, LookupError."""
    filereading.ask(_seen(actor, number))


@changing
def put_tag(*, actor: Actor, number: str, tag_id: int) -> None:
    """NotAllowed, LookupError."""
    tagging.put(actor, _seen(actor, number).matter.id, tag_id)


@changing
def take_tag(*, actor: Actor, number: str, tag_id: int) -> None:
    """NotAllowed, LookupError."""
    tagging.take(_seen(actor, number).matter.id, tag_id)


def _editor(actor: Actor) -> None:
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise NotAllowed("editors_only", "editors only")


def models() -> list[ModelVersionInfo]:
    """What serves first, then the newest versions; a model that the command line put there is known from here on."""
    versions.adopt()
    return versions.listed()


def train_now(*, actor: Actor) -> bool:
    """Ask for a training by hand; False where one was just started. NotAllowed."""
    _editor(actor)
    return asking.ask(actor)


def train(*, by_name: str = "", account_id: int | None = None) -> str:
    """The version made; empty where there was too little to learn from. Takes minutes."""
    return training.train(training.By(by_name, account_id))


def take_back(*, actor: Actor, version: str) -> None:
    """Let this version serve. NotAllowed, LookupError, UnderstandingRefused."""
    _editor(actor)
    versions.take_back(version, by=actor.account_id)


def withdraw(*, actor: Actor) -> None:
    """Let no model serve. NotAllowed."""
    _editor(actor)
    versions.withdraw(by=actor.account_id)


def choice() -> ChoiceInfo:
    return choices.now()


def choice_history() -> list[ChoiceInfo]:
    """Newest first."""
    return choices.history()


def choose(*, actor: Actor, automatic_from: float | None, second_below: float, note: str = "") -> None:
    """NotAllowed, UnderstandingRefused."""
    _editor(actor)
    choices.choose(actor, automatic_from, second_below, note)


@acted
def corrections(*, actor: Actor, limit: int = 50) -> list[CorrectionInfo]:
    """The latest in the actor's reach."""
    return correcting.latest(limit)


def correction_count() -> int:
    return correcting.counted()


def dispatch_waiting() -> int:
    """Dispatch by itself what the city's choice allows; how many. For the worker."""
    with fence.everything():
        return automatic.run()


def dangers() -> list[DangerWordInfo]:
    return words.dangers()


@acted
def tags(*, actor: Actor) -> list[TagInfo]:
    """All tags, with their use in the actor's reach."""
    return words.tags()


def save_tag(*, actor: Actor, tag_id: int | None, name: str, words_text: str, active: bool) -> None:
    """NotAllowed, LookupError, UnderstandingRefused."""
    _editor(actor)
    words.save_tag(actor, tag_id, name, words_text, active)


def add_danger(*, actor: Actor, word: str, kind: str) -> None:
    """NotAllowed, UnderstandingRefused."""
    _editor(actor)
    words.add_danger(actor, word, kind)


def switch_danger(*, actor: Actor, danger_id: int) -> None:
    """NotAllowed, LookupError."""
    _editor(actor)
    words.switch_danger(actor, danger_id)
