"""What the ledger keeps of matters: every line written, every look by somebody who is not the person themselves."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Fact, Kind, Named
from cdos.base.matters.contracts import MatterInfo
from cdos.base.matters.logic import flows, parts, rows
from cdos.base.matters.models import Entry, Matter
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, HeldPost

FILED, WRITTEN, RAN_OUT = "matter.filed", "matter.written", "matter.clock_ran_out"
VIEWED, FILE_READ, EXPORTED = "matter.viewed", "matter.file_read", "matter.exported"
SEARCHED, EMERGENCY = "matter.searched", "matter.emergency"
SHOWN_CLEAR, ERASED = "person.phone_shown", "matter.erased"


def register() -> None:
    ledger.register_acts(
        Kind.CHANGE,
        {
            FILED: _("Filed the matter"),
            WRITTEN: _("Changed the matter or added to it"),
            RAN_OUT: _("A time limit ran out"),
            ERASED: _("Erased the person at the end of retention"),
        },
    )
    ledger.register_acts(
        Kind.LOOK,
        {
            VIEWED: _("Opened the matter"),
            FILE_READ: _("Opened a photo, recording or document of the matter"),
            EXPORTED: _("Exported the matter in a list"),
            SEARCHED: _("Searched matters by words"),
            SHOWN_CLEAR: _("Saw phone or mail address in clear"),
            EMERGENCY: _("Opened the matter in an emergency, beyond the own duties"),
        },
    )
    ledger.register_objects("matter", named)


def object_of(matter_id: int) -> str:
    return f"matter:{matter_id}"


def filed(actor: Actor, info: MatterInfo) -> None:
    """Filing for oneself needs no details: who it was is in the row."""
    if actor.is_staff:
        details = as_whom(parts.post_for(actor, info))
    else:
        details = {}
    ledger.record(
        act=FILED, by=actor.account_id, about=info.subject_id, object=object_of(info.id), details=details
    )


def written(actor: Actor, matter: Matter, entry: Entry, post: HeldPost | None) -> None:
    """A line of the timeline: a move, a comment, a request. Its words stay in the line, not here."""
    states = {"from": entry.from_state, "to": entry.to_state} if entry.to_state else {}
    said = {"entry": entry.pk, "move": entry.move, "title": entry.title, **states, **as_whom(post)}
    ledger.record(
        act=WRITTEN,
        by=actor.account_id,
        about=matter.subject_id,
        object=object_of(matter.pk),
        details={name: value for name, value in said.items() if value},
    )


def ran_out(payloads: Iterable[dict[str, Any]]) -> None:
    ledger.record_many(
        Fact(
            act=RAN_OUT,
            about=payload["subject"],
            object=object_of(payload["matter"]),
            details={"clock": payload["clock"]},
        )
        for payload in payloads
    )


def looked(actor: Actor, info: MatterInfo, *, act: str = VIEWED, **details: str) -> None:
    """Nothing is kept of the person's own looks, of those who act for them, and of the system's."""
    if actor.is_staff:
        post = parts.post_for(actor, info)
        ledger.record(
            act=act,
            by=actor.account_id,
            about=info.subject_id,
            object=object_of(info.id),
            details={**as_whom(post), **details},
        )


def exported(actor: Actor, shown: Iterable[MatterInfo]) -> None:
    ledger.record_many(
        Fact(
            act=EXPORTED,
            by=actor.account_id,
            about=info.subject_id,
            object=object_of(info.id),
            details=as_whom(parts.post_for(actor, info)),
        )
        for info in shown
    )


def searched(actor: Actor, words: str) -> None:
    if actor.is_staff and words.strip():
        post = actor.posts[0] if actor.posts else None
        ledger.record(act=SEARCHED, by=actor.account_id, details={**as_whom(post), "words": words[:100]})


def as_whom(post: HeldPost | None) -> dict[str, str]:
    """Unit and post as people read them, at the time: both may have other names later."""
    if post is None:
        return {}
    with override(settings.LANGUAGE_CODE):
        said = {"unit": rows.unit_name(post.unit), "post": organisation.role_name(post.role)}
    return said | ({"deputy_for": post.deputy_for} if post.deputy_for else {})


def named(ids: Iterable[int]) -> dict[int, Named]:
    """Number and address of the matters that the present transaction may see."""
    found = Matter.objects.filter(pk__in=list(ids)).values_list("pk", "number", "kind")
    return {pk: Named(number, _address(kind, number)) for pk, number, kind in found}


def _address(kind: str, number: str) -> str:
    flow = flows.REGISTRY.flows.get(kind)
    return flow.tracking_path.replace("{number}", number) if flow else ""
