"""Promises in replies as obligations: noted when made, asked for when due, told honestly when broken."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import EntryInfo, NotAllowed, Visibility
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Action, Actor
from cdos.nets.governance.closure.contracts import ClosureRefused, PromiseState, Reason
from cdos.nets.governance.closure.logic import dates, scoring, signs, telling, verdicts, wording
from cdos.nets.governance.closure.models import Answer, Promise

GRACE = 3  # working days after the promised day until silence counts as broken
FARTHEST = timedelta(days=365)
AT_ONCE = 500
OPEN = (PromiseState.OPEN.value, PromiseState.ASKED.value)
SHOWABLE = (*OPEN, PromiseState.BROKEN.value)


def note(answer: Answer, entry: EntryInfo) -> int:
    """The promises of a reply, once, that are not over already; how many are new."""
    reply, _evidence = scoring.words_of(entry)
    made, today = 0, timezone.localdate()
    for promised in wording.promises(reply, timezone.localdate(entry.at)):
        if promised.due < today:  # a reply of the past that is taken in now
            continue
        _row, created = Promise.objects.get_or_create(
            matter_id=answer.matter_id,
            due_on=promised.due,
            phrase=promised.phrase[:60],
            defaults={
                "answer": answer,
                "number": answer.number,
                "unit": answer.unit,
                "sentence": mask(promised.sentence)[:300],
                "made_at": entry.at,
            },
        )
        made += created
    return made


def check(today: date) -> tuple[int, int]:
    """Ask for what is due, and call broken what nobody showed; how many of each."""
    due = Promise.objects.select_for_update(skip_locked=True)
    asked = list(
        due.filter(state=PromiseState.OPEN.value, due_on__lte=today).order_by("due_on", "pk")[:AT_ONCE]
    )
    for row in asked:
        ask(row)
    late = due.filter(state=PromiseState.ASKED.value, due_on__lte=over(today))
    broken = list(late.order_by("due_on", "pk")[:AT_ONCE])
    for row in broken:
        break_(row)
    return len(asked), len(broken)


def last_day(row: Promise) -> date:
    return dates.working_days(row.due_on, GRACE)


def over(today: date) -> date:
    """The last promised day whose grace is over."""
    days = (today - timedelta(days=back) for back in range(1, 60))
    return next(day for day in days if dates.working_days(day, GRACE) < today)


def ask(row: Promise) -> None:
    row.state, row.asked_at = PromiseState.ASKED.value, timezone.now()
    row.save(update_fields=["state", "asked_at"])
    telling.unit(
        row.unit,
        number=row.number,
        title=_("A promise is due: {number}").format(number=row.number),
        body=_("“{sentence}” Please show that it was done.").format(sentence=row.sentence),
        link=f"/staff/closure/promises/{row.pk}",
        key=f"promise-due:{row.pk}",
    )


def break_(row: Promise) -> None:
    """The supervisors see it, the person is told the truth, the unit may still show it."""
    row.state = PromiseState.BROKEN.value
    row.save(update_fields=["state"])
    signs.add(row.answer_id, Reason("promise_broken", signs.WEIGHTS["promise_broken"], day(row.due_on)))
    tell_person(
        row,
        _(
            "{unit} promised: “{sentence}” It has not shown that this was done by {day}. The supervisors have been told."
        ).format(unit=unit_name(row), sentence=row.sentence, day=day(row.due_on)),
    )


def day(on: date) -> str:
    return date_format(on, "Y-m-d")


def unit_name(row: Promise) -> str:
    unit = organisation.unit(row.unit)
    return unit.name if unit else _("The unit")


def tell_person(row: Promise, text: str) -> None:
    matters.comment(actor=SYSTEM, number=row.number, text=text, visibility=Visibility.SUBJECT)


def row_of(promise_id: int) -> Promise:
    row = Promise.objects.filter(pk=promise_id).first()
    if row is None:
        raise LookupError(promise_id)
    return row


def check_handles(actor: Actor, row: Promise) -> None:
    """The unit that promised, or the one that holds the matter now."""
    units = set(organisation.units_of(actor, Action.HANDLE))
    if row.unit not in units and matters.get(actor=actor, number=row.number).holder_unit not in units:
        raise NotAllowed("not_promised", _("Only the unit that promised it answers for it."))
    if row.state not in SHOWABLE:
        raise ClosureRefused(_("This promise is settled already."))


def show(actor: Actor, promise_id: int, evidence: str, files: Sequence[str]) -> None:
    """That it was done, with words and pictures that the person sees too. ClosureRefused, LookupError."""
    row = row_of(promise_id)
    check_handles(actor, row)
    words = evidence.strip()[:2000]
    if not words:
        raise ClosureRefused(_("Please say what was done, when, and how it was seen to work."))
    in_time = row.state != PromiseState.BROKEN.value and timezone.localdate() <= last_day(row)
    row.state = (PromiseState.KEPT if in_time else PromiseState.LATE).value
    row.evidence, row.shown_by, row.shown_at = words, actor.name[:100], timezone.now()
    row.save(update_fields=["state", "evidence", "shown_by", "shown_at"])
    text = _("Promised: “{sentence}” Done: {words}").format(sentence=row.sentence, words=words)
    matters.comment(
        actor=actor, number=row.number, text=text, visibility=Visibility.SUBJECT, files=tuple(files)
    )


def move(actor: Actor, promise_id: int, to: date, reason: str) -> None:
    """To a later day, once more a promise; the person reads why. A second move speaks against the answer."""
    row = row_of(promise_id)
    check_handles(actor, row)
    words, today = reason.strip()[:500], timezone.localdate()
    if not words:
        raise ClosureRefused(_("Please say why it takes longer: the person reads it."))
    if not max(today, row.due_on) < to <= today + FARTHEST:
        raise ClosureRefused(_("Please choose a later day, within a year."))
    moved_before = Promise.objects.filter(matter_id=row.matter_id, moved_to=row.due_on).exists()
    row.state, row.moved_to = PromiseState.MOVED.value, to
    row.save(update_fields=["state", "moved_to"])
    Promise.objects.get_or_create(
        matter_id=row.matter_id,
        due_on=to,
        phrase=row.phrase,
        defaults={
            "answer_id": row.answer_id,
            "number": row.number,
            "unit": row.unit,
            "sentence": row.sentence,
            "made_at": timezone.now(),
        },
    )
    if moved_before:
        signs.add(row.answer_id, Reason("promise_moved", signs.WEIGHTS["promise_moved"], day(to)))
    text = _("Promised: “{sentence}” It will take until {day}: {reason}")
    matters.comment(
        actor=actor,
        number=row.number,
        text=text.format(sentence=row.sentence, day=day(to), reason=words),
        visibility=Visibility.SUBJECT,
    )


def take_back(actor: Actor, promise_id: int) -> None:
    """A supervisor found that the words are no promise."""
    verdicts.check_supervises(actor)
    row = row_of(promise_id)
    if row.state not in SHOWABLE:
        raise ClosureRefused(_("This promise is settled already."))
    row.state = PromiseState.TAKEN_BACK.value
    row.save(update_fields=["state"])
    signs.remove(row.answer_id, "promise_broken", day(row.due_on))
