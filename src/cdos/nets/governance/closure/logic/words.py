"""What a reason says, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.nets.governance.closure.contracts import (
    AnswerInfo,
    AnswerShown,
    Grouping,
    Hollowness,
    Judge,
    PromiseInfo,
    PromiseShown,
    PromiseState,
    Reason,
    Standing,
    Verdict,
)


def _known() -> dict[str, str]:
    return {
        "done": _("Says what was done: “{said}”"),
        "found": _("Says what was found: “{said}”"),
        "when": _("Says when: “{said}”"),
        "who": _("Says who: “{said}”"),
        "rule": _("Names the rule: “{said}”"),
        "amount": _("Gives figures: “{said}”"),
        "answers": _("Takes up what was asked: {said}"),
        "not_asked": _("Does not take up what was asked"),
        "forwards_only": _("Only passes it on: “{said}”"),
        "nothing_done": _("Does not say what was done"),
        "sounds": _("Sounds like earlier replies that were found hollow: {said}"),
        "hollow_reply": _("The reply says little or nothing that was done"),
        "promise_broken": _("A promise was not kept: due {said}"),
        "promise_moved": _("A promise was put off again, to {said}"),
        "refiled": _("Filed again nearby after it was said to be solved: {said} days"),
        "refiled_by_same": _("The same person filed it again after it was said to be solved: {said} days"),
        "not_fixed": _("Asked again, the person says it is not fixed: {said}"),
        "photo_elsewhere": _("A picture of the result was taken somewhere else"),
        "photo_old": _("A picture of the result is older than the appeal"),
        "photo_same": _("The picture of the result is the picture of the problem"),
        "photo_reused": _("A picture of the result was used before, for {said}"),
        "photo_here": _("A picture of the result was taken at the place"),
        "visit_hollow": _("An officer looked, it is not solved: {said}"),
        "visit_partly": _("An officer looked, it is partly solved: {said}"),
        "visit_solved": _("An officer looked, it is solved: {said}"),
        "sent_anyway": _("It was sent although the clerk was told that it says nothing"),
    }


def of(reason: Reason) -> str:
    return _known().get(reason.code, reason.code).format(said=reason.said)


def all_of(reasons: Iterable[Reason]) -> list[str]:
    return [of(reason) for reason in reasons]


def against(found: Hollowness) -> list[str]:
    """What speaks for hollow, and how far length goes."""
    lines = all_of(reason for reason in found.reasons if reason.weight >= 0)
    if found.by_length is not None:
        lines.append(length(found.by_length, found.score))
    return lines


def length(by_length: float, score: float) -> str:
    return _(
        "Of replies as long as this one, {usual} in 100 were hollow; of replies worded like it, {here}."
    ).format(usual=round(100 * by_length), here=round(100 * score))


def judge(value: Judge) -> str:
    return {
        Judge.MODEL: _("scored by what the city's own labelled replies taught"),
        Judge.MEASURE: _("scored by fixed rules, untrained"),
    }[value]


def standing(value: Standing) -> str:
    return {
        Standing.CLEAR: _("Nothing against it"),
        Standing.SUSPECT: _("Suspect"),
        Standing.SOUND: _("Looked at: in order"),
        Standing.HOLLOW: _("Looked at: hollow"),
    }[value]


def area(code: str) -> str:
    found = organisation.area(code) if code else None
    return found.name if found else (code or _("The whole city"))


def nobody(by: Grouping) -> str:
    return {
        Grouping.DISTRICT: _("No place given"),
        Grouping.UNIT: _("No unit yet"),
        Grouping.ITEM: _("No item yet"),
    }[by]


def verdict(value: Verdict) -> str:
    return {
        Verdict.SOLVED: _("It is solved"),
        Verdict.PARTLY: _("It is partly solved"),
        Verdict.HOLLOW: _("It is not solved"),
        Verdict.UNCLEAR: _("I could not see it"),
    }[value]


def grouping(value: Grouping) -> str:
    return {
        Grouping.DISTRICT: _("By district"),
        Grouping.UNIT: _("By unit"),
        Grouping.ITEM: _("By item"),
    }[value]


def counts() -> dict[str, str]:
    """What the columns of the weekly review count."""
    return {
        "answers": _("Replies given"),
        "solved": _("Said solved"),
        "hollow": _("Hollow replies"),
        "sent_anyway": _("Sent although warned"),
        "suspect": _("Suspects"),
        "refiled": _("Filed again"),
        "broken": _("Promises broken"),
        "not_fixed": _("Not fixed, asked again"),
        "visited": _("Looked at"),
        "found_hollow": _("Found hollow"),
    }


def promise(value: PromiseState) -> str:
    return {
        PromiseState.OPEN: _("Promised"),
        PromiseState.ASKED: _("Due: the unit is asked to show it"),
        PromiseState.KEPT: _("Kept, says the unit"),
        PromiseState.LATE: _("Kept late, says the unit"),
        PromiseState.MOVED: _("Put off"),
        PromiseState.BROKEN: _("Not kept"),
        PromiseState.TAKEN_BACK: _("No promise"),
    }[value]


PROMISE_KINDS = {
    PromiseState.OPEN: "info",
    PromiseState.ASKED: "warm",
    PromiseState.KEPT: "good",
    PromiseState.LATE: "warm",
    PromiseState.MOVED: "warm",
    PromiseState.BROKEN: "bad",
    PromiseState.TAKEN_BACK: "",
}


def promise_shown(found: PromiseInfo) -> PromiseShown:
    return PromiseShown(found, promise(found.state), PROMISE_KINDS[found.state])


def shown(answer: AnswerInfo) -> AnswerShown:
    return AnswerShown(
        answer=answer,
        percent=round(100 * answer.suspicion),
        score=round(100 * answer.score),
        signs=tuple(all_of(answer.signs)),
        against=tuple(all_of(one for one in answer.reasons if one.weight >= 0)),
        speaks_for=tuple(all_of(one for one in answer.reasons if one.weight < 0)),
        length=length(answer.by_length, answer.score) if answer.by_length is not None else "",
        judge=judge(answer.judge),
        standing=standing(answer.standing),
    )
