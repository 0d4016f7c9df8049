"""Experience officers: who they are, what they are given to look at, what they found."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed, Visibility
from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Telling
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.closure.contracts import ClosureRefused, OfficerInfo, Reason, Verdict, VisitInfo
from cdos.nets.governance.closure.logic import periods, recording, scoring, signs, verdicts, words
from cdos.nets.governance.closure.models import Answer, Officer, Visit

KINDS = ("staff", "volunteer")
MOST = 50
UNDONE = ("open", "taken")


def enrol(actor: Actor, *, login: str, kind: str, district: str) -> None:
    """By a supervisor. ClosureRefused where there is no such account."""
    verdicts.check_supervises(actor)
    account = identity.account_by_login(login.strip())
    if account is None:
        raise ClosureRefused(_("Nobody signs in with this name. Please check it."))
    if kind not in KINDS:
        raise ClosureRefused(_("Please say whether it is staff or a volunteer."))
    if district and organisation.area(district) is None:
        raise ClosureRefused(_("Please choose a district of the list."))
    Officer.objects.update_or_create(
        account_id=account.id,
        defaults={
            "name": account.name[:100],
            "kind": kind,
            "district": district,
            "active": True,
            "since": timezone.localdate(),
        },
    )
    tell([account.id], _("You are an experience officer now"), "")
    recording.enrolled(actor, account.id, active=True)


def end(actor: Actor, officer_id: int) -> None:
    """What they had taken is free again. LookupError."""
    verdicts.check_supervises(actor)
    row = Officer.objects.filter(pk=officer_id).first()
    if row is None:
        raise LookupError(officer_id)
    row.active = False
    row.save(update_fields=["active"])
    Visit.objects.filter(account_id=row.account_id, state="taken").update(
        state="open", account_id=None, officer_name=""
    )
    recording.enrolled(actor, row.account_id, active=False)


def listed() -> list[OfficerInfo]:
    rows = list(Officer.objects.order_by("-active", "name"))
    done = dict.fromkeys([row.account_id for row in rows], 0)
    for account in Visit.objects.filter(state="done", account_id__in=done).values_list(
        "account_id", flat=True
    ):
        done[account or 0] += 1
    return [
        OfficerInfo(
            id=row.pk,
            account_id=row.account_id,
            name=row.name,
            kind=row.kind,
            district=row.district,
            district_name=words.area(row.district),
            active=row.active,
            since=row.since,
            done=done[row.account_id],
        )
        for row in rows
    ]


def officer(actor: Actor) -> Officer:
    """NotAllowed for who is none."""
    known = Officer.objects.filter(account_id=actor.account_id, active=True) if actor.account_id else None
    row = known.first() if known is not None else None
    if row is None:
        raise NotAllowed("no_officer", _("This page is for experience officers."))
    return row


def send(actor: Actor, answer_id: int) -> bool:
    """A supervisor sends somebody to look at a suspect; False where that was done this week."""
    verdicts.check_supervises(actor)
    row = Answer.objects.filter(pk=answer_id).first()
    if row is None:
        raise LookupError(answer_id)
    _visit, created = make(row, "suspect")
    if created:
        tell_of(row.district, 1)
    return created


def make(row: Answer, origin: str, plan_id: int | None = None) -> tuple[Visit, bool]:
    return Visit.objects.get_or_create(
        answer=row,
        week=periods.this_week(),
        defaults={
            "matter_id": row.matter_id,
            "number": row.number,
            "district": row.district,
            "origin": origin,
            "plan_id": plan_id,
            "made_at": timezone.now(),
        },
    )


def tell_of(district: str, count: int) -> None:
    """The officers of the district, and those of the whole city."""
    reach = Q(district="") | Q(district=district) if district else Q(district="")
    accounts = Officer.objects.filter(reach, active=True).values_list("account_id", flat=True)
    title = _("Places to look at: {count}").format(count=count)
    tell(list(accounts), title, f"visits:{district}:{timezone.now():%Y%m%d%H%M%S}")


def tell(accounts: Sequence[int], title: str, key: str) -> None:
    body = _("Go and see whether it is solved, take a picture, say what you found.")
    notices.tell_many(
        [Telling(title, body, account_id=one, link="/closure/visits/", key=key) for one in accounts]
    )


def _open_to(row: Officer) -> "QuerySet[Visit]":
    """What is free in the officer's district, and what is theirs."""
    free = Q(state="open") & (Q(district=row.district) if row.district else Q())
    return Visit.objects.filter(free | Q(account_id=row.account_id, state="taken"))


def tasks(actor: Actor) -> list[VisitInfo]:
    """Their own first, then the oldest."""
    rows = list(_open_to(officer(actor)).select_related("answer").order_by("-state", "made_at", "id")[:MOST])
    return [info(row, actor) for row in rows]


def task(actor: Actor, visit_id: int) -> VisitInfo:
    """The look is kept in the ledger. LookupError, NotAllowed."""
    row = _task(actor, visit_id)
    recording.visited(actor, row.matter_id, matters.get(actor=SYSTEM, number=row.number).subject_id)
    return info(row, actor)


def _task(actor: Actor, visit_id: int, *, lock: bool = False) -> Visit:
    rows = _open_to(officer(actor))
    found = (rows.select_for_update() if lock else rows).filter(pk=visit_id).first()
    if found is None:
        raise LookupError(visit_id)
    return found


def take(actor: Actor, visit_id: int) -> None:
    row = _task(actor, visit_id, lock=True)
    row.state, row.account_id, row.officer_name = "taken", actor.account_id, actor.name[:100]
    row.save(update_fields=["state", "account_id", "officer_name"])


def report(actor: Actor, visit_id: int, verdict: str, note: str, files: Sequence[str]) -> None:
    """What was found, with pictures, into the file for staff. ClosureRefused, LookupError, NotAllowed, MoveRefused."""
    row = _task(actor, visit_id, lock=True)
    if verdict not in set(Verdict):
        raise ClosureRefused(_("Please say what you found."))
    said = mask(note.strip())[:1000]
    if verdict in (Verdict.HOLLOW, Verdict.PARTLY) and not said:
        raise ClosureRefused(_("Please say in a few words what is not solved."))
    row.state, row.verdict, row.note, row.done_at = "done", verdict, said, timezone.now()
    row.account_id, row.officer_name = actor.account_id, actor.name[:100]
    row.save(update_fields=["state", "verdict", "note", "done_at", "account_id", "officer_name"])
    text = _("An experience officer looked: {verdict}. {note}").format(
        verdict=words.verdict(Verdict(verdict)), note=said
    )
    matters.comment(
        actor=SYSTEM, number=row.number, text=text.strip(), visibility=Visibility.STAFF, files=tuple(files)
    )
    code = f"visit_{verdict}"
    if code in signs.WEIGHTS:
        signs.add(row.answer_id, Reason(code, signs.WEIGHTS[code], f"{timezone.localdate()} {said}"[:80]))


def drop(actor: Actor, visit_id: int) -> None:
    verdicts.check_supervises(actor)
    if not Visit.objects.filter(pk=visit_id, state__in=UNDONE).update(state="dropped"):
        raise LookupError(visit_id)


def recent(actor: Actor) -> list[VisitInfo]:
    """For supervisors, within their reach: the newest."""
    verdicts.check_supervises(actor)
    return [info(row, actor) for row in Visit.objects.select_related("answer").order_by("-id")[:MOST]]


def info(row: Visit, actor: Actor) -> VisitInfo:
    matter = matters.get(actor=SYSTEM, number=row.number)
    unit = organisation.unit(row.answer.unit)
    view = appeals.appeal(actor=SYSTEM, number=row.number)
    line = next((one for one in view.timeline if one.id == row.answer.entry_id), None)
    reply, evidence = scoring.words_of(line) if line else ("", "")
    return VisitInfo(
        id=row.pk,
        number=row.number,
        title=mask(matter.title),
        address=mask(matter.place.address),
        lon=matter.place.lon,
        lat=matter.place.lat,
        district_name=words.area(row.district),
        item_name=row.answer.item_name,
        unit_name=unit.name if unit else "",
        said=mask(evidence or reply),
        origin=row.origin,
        state=row.state,
        mine=row.account_id is not None and row.account_id == actor.account_id,
        officer_name=row.officer_name,
        verdict=Verdict(row.verdict) if row.verdict else None,
        note=row.note,
        made_at=row.made_at,
        done_at=row.done_at,
        answer_id=row.answer_id,
    )
