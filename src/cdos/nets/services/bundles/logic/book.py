"""The book of bundles: the live ones held in the process; drafts, the second pair of eyes, days of effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation.contracts import Actor
from cdos.base.versioned import Versioned

from ..contracts import OWN, Bundle, BundleRefused, BundleState, BundleVersion
from ..models import Version
from . import checking, recording, shape


@dataclass(frozen=True, slots=True)
class Held:
    """Live versions by code, the newest first."""

    versions: Mapping[str, tuple[tuple[date, Bundle], ...]]

    def on(self, code: str, day: date) -> Bundle | None:
        found = (bundle for begins, bundle in self.versions.get(code, ()) if begins <= day)
        chosen = next(found, None)
        return None if chosen is None or chosen.state is BundleState.ENDED else chosen


def _stamp() -> object:
    found = Version.objects.exclude(decided_at=None).aggregate(n=Count("id"), last=Max("decided_at"))
    return tuple(found.values())


def _load() -> Held:
    versions: dict[str, list[tuple[date, Bundle]]] = {}
    for row in Version.objects.filter(state__in=("live", "ended")).order_by("code", "-version"):
        begins = row.effective_from or date.max
        versions.setdefault(row.code, []).append((begins, _bundle(row)))
    return Held({code: tuple(found) for code, found in versions.items()})


HELD: Versioned[Held] = Versioned(stamp=_stamp, load=_load)


def _bundle(row: Version) -> Bundle:
    return shape.read(row.body, version=row.version, state=BundleState(row.state))


def live(code: str, on: date | None = None) -> Bundle | None:
    day = on or timezone.localdate()
    return HELD.find(lambda held: held.on(code, day))


def title(code: str) -> str:
    """For the words of a consent; empty for what nobody knows."""
    found = None if code == OWN else live(code)
    return found.title if found else _("Own bundle") if code == OWN else ""


def every(on: date | None = None) -> list[Bundle]:
    """Those that hold on the day, in the order of their codes' first appearance."""
    held, day = HELD.get(), on or timezone.localdate()
    found = (held.on(code, day) for code in held.versions)
    return [bundle for bundle in found if bundle is not None]


def info(row: Version) -> BundleVersion:
    return BundleVersion(
        bundle=_bundle(row),
        author=row.author,
        approver=row.approver,
        written_at=row.written_at,
        effective_from=row.effective_from,
        reason=row.reason,
        hands=frozenset(written_by(row)),
    )


def versions(code: str) -> list[BundleVersion]:
    """Newest first."""
    return [info(row) for row in Version.objects.filter(code=code).order_by("-version")]


def newest() -> list[BundleVersion]:
    """The newest version of each bundle."""
    last = Version.objects.values("code").annotate(last=Max("version")).values_list("code", "last")
    wanted = {(code, version) for code, version in last}
    return [info(row) for row in Version.objects.order_by("code") if (row.code, row.version) in wanted]


def draft(*, actor: Actor, body: Mapping[str, Any]) -> BundleVersion:
    """The open draft of this bundle changed, or a new version begun. BundleRefused says what is wrong."""
    bundle = shape.read(body)
    checking.check(bundle)
    with transaction.atomic():
        row = Version.objects.select_for_update().filter(code=bundle.code, state="draft").first()
        row = row or _begun(bundle.code)
        row.title, row.body = bundle.title[:100], shape.write(bundle)
        row.hands = sorted(written_by(row) | ({actor.account_id} if actor.account_id is not None else set()))
        row.author, row.author_id, row.written_at = actor.name, actor.account_id, timezone.now()
        try:
            row.save()
        except IntegrityError as waits:
            raise BundleRefused(
                _("A version of this bundle waits for approval. Decide about it first.")
            ) from waits
        recording.version(recording.DRAFTED, row, by=actor.account_id)
    return info(row)


def written_by(row: Version) -> set[int]:
    """Accounts; of a draft of an earlier release who saved it last."""
    return {*row.hands, *([row.author_id] if row.author_id is not None else [])}


def _begun(code: str) -> Version:
    last = Version.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
    return Version(code=code, version=last + 1, state=BundleState.DRAFT.value)


def _open(code: str, state: BundleState) -> Version:
    row = Version.objects.select_for_update().filter(code=code, state=state.value).first()
    if row is None:
        raise BundleRefused(_("This version is not open any more. Please load the page again."))
    return row


def submit(*, actor: Actor, code: str) -> BundleVersion:
    with transaction.atomic():
        row = _open(code, BundleState.DRAFT)
        checking.check(_bundle(row))
        row.state, row.reason = BundleState.WAITING.value, ""
        row.save(update_fields=["state", "reason"])
        recording.version(recording.SUBMITTED, row, by=actor.account_id)
    return info(row)


def approve(*, actor: Actor, code: str, effective_from: date) -> BundleVersion:
    """By a person who had no hand in it. BundleRefused."""
    with transaction.atomic():
        row = _open(code, BundleState.WAITING)
        if actor.account_id in written_by(row):
            raise BundleRefused(_("Whoever wrote it does not approve it: ask a colleague."))
        if effective_from < timezone.localdate():
            raise BundleRefused(_("It can hold from today on, not from a day in the past."))
        checking.check(_bundle(row))
        row.state, row.effective_from = BundleState.LIVE.value, effective_from
        _decided(row, actor)
        recording.version(recording.APPROVED, row, by=actor.account_id)
    HELD.forget()
    return info(row)


def send_back(*, actor: Actor, code: str, reason: str) -> BundleVersion:
    """To its author, with a reason; it is a draft again."""
    if not reason.strip():
        raise BundleRefused(_("Please say why."))
    with transaction.atomic():
        row = _open(code, BundleState.WAITING)
        row.state, row.reason = BundleState.DRAFT.value, reason.strip()[:500]
        row.save(update_fields=["state", "reason"])
        recording.version(recording.SENT_BACK, row, by=actor.account_id)
    return info(row)


def _decided(row: Version, actor: Actor) -> None:
    row.approver, row.approver_id, row.decided_at = actor.name, actor.account_id, timezone.now()
    row.save()


def load(bodies: Iterable[Mapping[str, Any]], *, effective_from: date) -> int:
    """Bundles that come with the city, live at once; those that are there stay. How many are new."""
    there = set(Version.objects.values_list("code", flat=True))
    now = timezone.now()
    fresh = [
        Version(
            code=bundle.code,
            version=1,
            state=BundleState.LIVE.value,
            title=bundle.title[:100],
            body=shape.write(bundle),
            author="system",
            approver="system",
            written_at=now,
            decided_at=now,
            effective_from=effective_from,
        )
        for bundle in map(shape.read, bodies)
        if bundle.code not in there
    ]
    Version.objects.bulk_create(fresh)
    HELD.forget()
    return len(fresh)


def waiting() -> int:
    return Version.objects.filter(Q(state="waiting")).count()
