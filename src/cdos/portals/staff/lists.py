"""The list of the workbench: what the address asks for, as a question to matters, a sentence, and rows to show."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, Page, Place, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

MOST_AREAS = 50
ROWS = 50
KEPT = ("queue", "q", "area", "urgency", "days", "after", "select", "matter")
DAYS = (1, 7, 30, 365)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asks of the list, as the address has it; made-up values are left out."""

    words: str = ""
    areas: tuple[str, ...] = ()
    urgency: str = ""
    days: int = 0
    after: str = ""

    @property
    def area(self) -> str:
        return self.areas[0] if self.areas else ""

    @property
    def any(self) -> bool:
        return bool(self.words or self.areas or self.urgency or self.days)


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in the list; what the queue itself says (its state, its unit) is left out."""

    matter: MatterInfo
    state_title: str
    holder: str
    place: str
    href: str


def filters(query: QueryDict) -> Filters:
    urgency, days = query.get("urgency", ""), query.get("days", "")
    return Filters(
        words=query.get("q", "").replace("\x00", "").strip()[:100],
        areas=tuple(area for area in query.getlist("area") if area.isascii() and area.isdigit())[:MOST_AREAS],
        urgency=urgency if urgency in {"urgent", "ordinary"} else "",
        days=int(days) if days in {str(one) for one in DAYS} else 0,
        after=query.get("after", ""),
    )


def question(base: Question, asked: Filters, limit: int = ROWS) -> Question:
    """A queue's question narrowed by the filters; found words come newest first."""
    since = timezone.now() - timedelta(days=asked.days) if asked.days else None
    return replace(
        base,
        words=asked.words,
        areas=asked.areas,
        urgency=asked.urgency,
        filed_from=since,
        after=asked.after,
        limit=limit,
        order="filed" if asked.words else base.order,
    )


def naming(query: QueryDict, queue: str) -> QueryDict:
    """The query with the queue in it that is shown, so that addresses made from it stay with that queue."""
    named = query.copy()
    named["queue"] = queue
    return named


def find(actor: Actor, base: Question, asked: Filters) -> Page:
    return matters.find(actor=actor, question=question(base, asked))


def address(query: QueryDict, name: str = "staff:workbench", **changes: str) -> str:
    """A page's address with the workbench's state, some values changed; empty ones are left out."""
    values: dict[str, str | list[str]] = {key: query.getlist(key) for key in KEPT}
    kept = {key: value for key, value in (values | changes).items() if value}
    return f"{reverse(name)}?{urlencode(kept, doseq=True)}"


def rows(query: QueryDict, base: Question, found: tuple[MatterInfo, ...]) -> list[Row]:
    one_state, one_unit = len(base.states) == 1, len(base.units) == 1
    here = address(query, matter="")
    here += "&matter=" if "?" in here and not here.endswith("?") else "matter="
    return [
        Row(
            one,
            "" if one_state else state_title(one),
            "" if one_unit else one.holder_unit_name,
            place_words(one.place),
            here + one.number,
        )
        for one in found
    ]


def state_title(matter: MatterInfo) -> str:
    return _(matters.flow(matter.kind).state(matter.state).title)


def place_words(place: Place) -> str:
    """District, street and community in a few characters, without the words that every such name ends with."""
    known = (organisation.area(c) for c in (place.scope.district, place.scope.street, place.scope.community))
    return "·".join(short(area.name) for area in known if area)


def short(name: str) -> str:
    """福田区 → 福田, 莲花街道 → 莲花; 大鹏新区 and 景田社区 stay as they are called."""
    ending = next((end for end in ("街道", "区") if name.endswith(end)), "")
    keep = name.endswith(("新区", "社区")) or len(name) - len(ending) < 2
    return name if keep else name.removesuffix(ending)


def areas(actor: Actor) -> list[tuple[str, str]]:
    """Areas to filter by: the parts of the widest area that the actor's posts reach."""
    reach = min((post.area for post in actor.posts if post.area), key=len, default="")
    top = min((post.area for post in actor.posts if post.area.endswith("00")), default=reach, key=len)
    parts = organisation.areas(parent=top) or organisation.areas(parent=reach)
    return [(area.code, area.name) for area in parts]


def periods() -> list[tuple[int, str]]:
    return [(days, ngettext("Last %(n)d day", "Last %(n)d days", days) % {"n": days}) for days in DAYS]
