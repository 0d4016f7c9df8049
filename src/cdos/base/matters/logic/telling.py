"""Notices: to the subject about what concerns them, to staff about what waits for them. Called by the worker."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event
from cdos.base.matters.contracts import MatterInfo, Phase, Visibility
from cdos.base.matters.logic import flows, rows, showing
from cdos.base.matters.logic.texts import translated
from cdos.base.matters.models import Entry, Request, Subscription
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel, Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Role

LATER = "matters.tell"
OUTCOMES = (Phase.ANSWERED.value, Phase.DONE.value)


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a timeline with its matter."""

    entry: Entry
    matter: MatterInfo


def told_of(entry_ids: Iterable[int]) -> list[Told]:
    """Two queries for any number of lines; undone ones and imported matters are left out."""
    lines = list(Entry.objects.filter(pk__in=list(entry_ids), undone=False).order_by("id"))
    matters = rows.by_ids({line.matter_id for line in lines})
    known = ((line, matters.get(line.matter_id)) for line in lines)  # none: the city's trial of itself
    return [Told(line, matter) for line, matter in known if matter and not matter.history]


def moved(events: Sequence[Event]) -> None:
    """A move that may still be taken back is told after its seconds."""
    wanted = [event.payload for event in events if not event.payload["by_subject"]]
    now = timezone.now()
    ready = []
    for told in told_of(payload["entry"] for payload in wanted):
        if told.entry.undo_until is not None and told.entry.undo_until > now:
            jobs.enqueue(LATER, run_at=told.entry.undo_until, entry=told.entry.pk)
        else:
            ready.append(told)
    tell(ready)
    _tell_handlers([event.payload for event in events if event.payload["by_subject"]])
    _tell_subscribers([event.payload for event in events])


def tell(lines: Iterable[Told]) -> None:
    with override(settings.LANGUAGE_CODE):
        notices.tell_many(
            [
                _to_subject(told.matter.subject_id, told)
                for told in lines
                if told.matter.subject_id is not None and _concerns_subject(told)
            ]
        )


def _concerns_subject(told: Told) -> bool:
    flow = flows.REGISTRY.flows.get(told.matter.kind)
    move = next((move for move in flow.moves if move.name == told.entry.move), None) if flow else None
    return told.entry.visibility != Visibility.STAFF.value and (move is None or move.notify)


def _to_subject(party: int, told: Told) -> Telling:
    matter, entry = told.matter, told.entry
    state = flows.state_of(matter.kind, entry.to_state or matter.state)
    answered = state is not None and state.phase.value in OUTCOMES and bool(entry.move)
    return Telling(
        title=headline(matter),
        body=sentence(matter, entry),
        party_id=party,
        link=link(matter),
        channels=(Channel.APP, Channel.SMS) if answered else (Channel.APP,),
        key=f"matter:{entry.pk}:{party}",
    )


def headline(matter: MatterInfo) -> str:
    return _("About your matter %(number)s: %(title)s") % {"number": matter.number, "title": matter.title}


def sentence(matter: MatterInfo, entry: Entry) -> str:
    """The present state as the flow says it to the person, else what was done."""
    state = flows.state_of(matter.kind, entry.to_state) if entry.to_state else None
    if state is None or not state.sentence or entry.to_state == entry.from_state:
        return translated(entry.title)
    return translated(state.sentence).replace("{holder}", matter.holder_unit_name or _("The city"))


def link(matter: MatterInfo) -> str:
    flow = flows.REGISTRY.flows.get(matter.kind)
    return flow.tracking_path.replace("{number}", matter.number) if flow else ""


def _tell_handlers(payloads: Sequence[dict[str, Any]]) -> None:
    """Whoever handles it hears of what the subject added to it."""
    added = [row["entry"] for row in payloads if row["from_state"] == row["state"]]
    with override(settings.LANGUAGE_CODE):
        text = _("The person added something to %(number)s")
        for told in told_of(added):
            if told.entry.text:
                tell_staff(told.matter, text, f"said:{told.entry.pk}", handler=True)


def _tell_subscribers(payloads: Sequence[dict[str, Any]]) -> None:
    """Those who follow a matter hear of its outcome, in words that say nothing of the person."""
    outcome = {
        row["matter"]: row
        for row in payloads
        if row["phase"] in OUTCOMES and row["from_state"] != row["state"]
    }
    if not outcome:
        return
    with override(settings.LANGUAGE_CODE):
        followers = Subscription.objects.filter(matter__in=outcome)
        notices.tell_many([_to_follower(row.party_id, outcome[row.matter_id]) for row in followers])


def _to_follower(party: int, event: dict[str, Any]) -> Telling:
    state = flows.state_of(event["kind"], event["state"])
    return Telling(
        title=_("A matter you follow, %(number)s, has news") % {"number": event["number"]},
        body=translated(state.title) if state else "",
        party_id=party,
        key=f"matter:{event['entry']}:{party}",
    )


def commented(events: Sequence[Event]) -> None:
    """The subject hears of staff's words for them; the handler hears of the subject's, and of who is joined to it."""
    by_entry = {event.payload["entry"]: event.payload for event in events}
    lines = told_of(by_entry)
    tell(told for told in lines if not by_entry[told.entry.pk]["by_subject"])
    with override(settings.LANGUAGE_CODE):
        text = _("The person added something to %(number)s")
        for told in lines:
            payload = by_entry[told.entry.pk]
            if payload["by_subject"] or payload.get("to_handler"):  # events of an earlier release have none
                tell_staff(told.matter, text, f"said:{told.entry.pk}", handler=True)


def clock_called(event: Event) -> None:
    """Near: whoever handles it. Overdue: the leads too."""
    overdue = event.topic == "matter.clock_overdue"
    matter = rows.by_ids([event.payload["matter"]]).get(event.payload["matter"])
    if matter is None:
        return
    due = datetime.fromisoformat(event.payload["due_at"])
    key = f"{event.topic}:{event.payload['clock']}:{due:%Y%m%d%H%M}"
    with override(settings.LANGUAGE_CODE):
        text = (
            _("The time for %(number)s is over") if overdue else _("The time for %(number)s is nearly over")
        )
        tell_staff(matter, text, key, handler=True, leads=overdue)


def asked(event: Event) -> None:
    matter = rows.by_ids([event.payload["matter"]]).get(event.payload["matter"])
    if matter is not None:
        with override(settings.LANGUAGE_CODE):
            text = _("A request about %(number)s waits for your decision")
            tell_staff(matter, text, f"asked:{event.payload['request']}", leads=True)


def decided(event: Event) -> None:
    """The subject hears of what was granted, and who asked for it of both."""
    granted = bool(event.payload["granted"])
    lines = told_of([event.payload["entry"]])
    if granted:
        tell(lines)
    asked_by = Request.objects.values_list("asked_by", flat=True).get(pk=event.payload["request"])
    with override(settings.LANGUAGE_CODE):
        notices.tell_many(
            [
                Telling(
                    title=f"{translated(told.entry.title)} · {told.matter.number}",
                    body=str(told.entry.data.get("decision", "")) or told.matter.title,
                    account_id=asked_by,
                    link=f"/staff/matters/{told.matter.number}",
                    key=f"matter:{told.matter.id}:decided:{event.payload['request']}:{asked_by}",
                )
                for told in lines
                if asked_by is not None and _may_read(asked_by, told.matter)
            ]
        )


def tell_staff(
    matter: MatterInfo, text: str, key: str, *, leads: bool = False, handler: bool = False
) -> None:
    """`text` has a place for the number. A matter that no one took yet is no one's: its unit sees it in the list."""
    notices.tell_many(
        [
            Telling(
                title=text % {"number": matter.number},
                body=matter.title,
                account_id=account,
                link=f"/staff/matters/{matter.number}",
                key=f"matter:{matter.id}:{key}:{account}",
            )
            for account in _accounts(matter, leads, handler)
            if _may_read(account, matter)
        ]
    )


def _may_read(account: int, matter: MatterInfo) -> bool:
    """A notice names the matter: it goes out with the rights of who reads it, not of who sends it."""
    reader = organisation.actor_of_account(account)
    with organisation.acting(reader):
        return bool(showing.get_many(reader, [matter.id]))


def _accounts(matter: MatterInfo, leads: bool, handler: bool) -> Iterator[int]:
    holder = matter.holder_account
    moved_away = holder is not None and not _may_read(holder, matter)
    if handler and holder is not None and not moved_away:
        yield holder
    if (leads or handler and moved_away) and matter.holder_unit:
        found = {account for account, _name in organisation.staff_of(matter.holder_unit, Role.LEAD)}
        yield from sorted(found - ({matter.holder_account} if handler else set()))
