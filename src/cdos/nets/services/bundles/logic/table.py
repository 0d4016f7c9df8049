"""The table of bundles: steps, days, trips, papers and fields one by one and as one, counted from the items."""

from collections.abc import Iterable

from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Burden

from ..contracts import Bundle, BundleRefused, Row
from . import algebra, book, composing


def rows(bundles: Iterable[Bundle] | None = None) -> list[Row]:
    """Of each bundle with all its parts; one whose items are not all offered is left out."""
    found = []
    for bundle in book.every() if bundles is None else bundles:
        try:
            found.append(row(bundle))
        except BundleRefused:
            continue
    return found


def row(bundle: Bundle) -> Row:
    composed = composing.whole(bundle)
    held = composing.known_items(composed.items)
    return Row(
        code=bundle.code,
        title=bundle.title,
        items=len(composed.items),
        departments=len({item.department for item in held.values()}),
        waves=len(composed.order),
        once=algebra.total(items.burden_before(item) for item in held.values()),
        before=composed.alone,
        after=composed.together,
    )


def saved(before: Burden, after: Burden) -> dict[str, int]:
    """Shares saved in percent, by element; nothing where there was nothing."""
    found = {}
    for name in ("steps", "days", "trips", "papers", "fields"):
        was, now = getattr(before, name), getattr(after, name)
        if was:
            found[name] = round(100 * (was - now) / was)
    return found
