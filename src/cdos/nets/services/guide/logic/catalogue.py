"""The search index as this process holds it, made of the live catalogue, bundles and links; made anew when they change."""

from datetime import timedelta

from django.db.models import Count, Max, Sum
from django.utils import timezone

from cdos.base import statements
from cdos.base.versioned import Versioned
from cdos.nets.services.bundles import api as bundles
from cdos.nets.services.bundles.contracts import Bundle
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from ..contracts import Health, ProviderLink
from ..models import Link, Looked
from . import links
from .entries import Entry
from .index import Index, built

FIRMS = frozenset({"2", "3", "4", "5"})
POPULAR_DAYS = 30
QUESTIONS_READ = 4


def audience_of(item: Item) -> frozenset[str]:
    codes = set(item.audience)
    return frozenset({"person"} if "1" in codes else set()) | frozenset(
        {"enterprise"} if codes & FIRMS else set()
    )


def of_item(item: Item, liked: float) -> Entry:
    return Entry(
        kind="item",
        code=item.code,
        title=item.title,
        summary=item.summary,
        url=f"/services/{item.code}",
        names=item.words,
        topics=item.topics,
        department=item.department_name,
        more=tuple(one.asked for one in item.questions[:QUESTIONS_READ]),
        audience=audience_of(item),
        liked=liked,
    )


def of_bundle(bundle: Bundle, liked: float) -> Entry:
    return Entry(
        kind="bundle",
        code=bundle.code,
        title=bundle.title,
        summary=bundle.summary,
        url=f"/bundles/{bundle.code}",
        names=(bundle.event, *bundle.words),
        audience=frozenset({bundle.audience}),
        liked=liked,
        parts=tuple(part.item for part in bundle.parts),
    )


def of_link(link: ProviderLink, liked: float) -> Entry:
    return Entry(
        kind="link",
        code=link.code,
        title=link.title,
        summary=link.summary,
        url=link.url,
        names=link.words,
        topics=link.topics,
        department=link.provider,
        audience=frozenset(link.audience),
        liked=liked,
        away=link.health is Health.AWAY,
        own=False,
    )


def entries() -> list[Entry]:
    likes = liked()
    most = max(likes.values(), default=0)

    def share(kind: str, code: str) -> float:
        return likes.get((kind, code), 0) / most if most else 0.0

    return [
        *(of_bundle(one, share("bundle", one.code)) for one in bundles.bundles()),
        *(of_item(one, share("item", one.code)) for one in items.live_items()),
        *(of_link(one, share("link", one.code)) for one in links.active()),
    ]


def liked() -> dict[tuple[str, str], int]:
    """How often each was opened in the last thirty days."""
    since = timezone.localdate() - timedelta(days=POPULAR_DAYS)
    rows = Looked.objects.filter(day__gte=since).values_list("kind", "code").annotate(n=Sum("count"))
    return {(kind, code): n for kind, code, n in rows}


def _stamp() -> object:
    """A live version never changes; counts of looks are taken in once a day."""
    links_ = Link.objects.aggregate(n=Count("id"), at=Max("changed_at"))
    return (
        tuple((one.code, one.version) for one in items.live_items()),
        tuple((one.code, one.version) for one in bundles.bundles()),
        links_["n"],
        links_["at"],
        timezone.localdate(),
    )


HELD: Versioned[Index] = Versioned(stamp=_stamp, load=lambda: built(entries()))

COUNT = """
INSERT INTO guide_looked (day, kind, code, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (day, kind, code) DO UPDATE SET count = guide_looked.count + 1
"""


def looked(kind: str, code: str) -> None:
    """That somebody opened it; never who."""
    statements.run(COUNT, [timezone.localdate(), kind, code[:80]])
