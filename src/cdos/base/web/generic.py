"""Which words of the city are said in all eleven languages, and which of those no person has read yet.

Chinese and English are for everything. The other eight are for what a resident meets: the frame of each page, the
account, notices, files, following a matter, the ledger of looks, the home page, and services. Pages of staff are not
among them; there the frame falls back to English (docs/decisions/0013).
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

LOCALES = ("ja", "ko", "fr", "ar", "es", "ru", "de", "pt")
MACHINE = "machine"  # written beside a message that a machine translated and no person has read
# As grammarians and Django count; Babel puts the last two forms of Arabic the other way round.
PLURAL_FORMS = {
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
    )
}
COUNTLESS = {"ar": 3}  # the first forms stand for 0, 1 and 2 exactly, so they may leave the number out

SOURCE = Path(__file__).resolve().parents[2]  # src/cdos
# module -> files whose words residents meet; "!" before a pattern takes files out again
FILES: dict[str, tuple[str, ...]] = {
    "base/web": (
        "*", "!showcase.py", "!docs.py", "!templates/web/showcase.html", "!templates/web/api_docs.html",
        "!templates/web/staff.html", "!templates/web/workbench.html", "!templates/web/cockpit.html",
    ),
    "base/identity": ("*", "!logic/administration.py"),
    "base/matters": (
        "logic/*", "!logic/diagram.py", "!logic/glass.py", "!logic/clear.py",
    ),
    "base/notices": ("*", "!templates/notices/outbox.html"),
    "base/files": ("*",),
    "base/ledger": ("*", "!templates/ledger/admin.html"),
    "base/organisation": ("shell.py",),
    "base/languages": ("pages.py", "logic/reports.py", "templatetags/*", "templates/languages/report.html"),
    "hubs/space": ("*",),
    "hubs/knowledge": ("api.py", "templates/knowledge/parts/*"),
    "portals/citizen": ("*",),
    "nets/governance/appeals": (
        "flow.py", "detail.py", "logic/filing.py", "logic/joining.py", "logic/joint.py", "logic/ratedtwice.py",
        "logic/text.py", "pages/filing.py", "pages/following.py", "pages/tracking.py", "templates/appeals/ask_number.html",
        "templates/appeals/joint.html", "templates/appeals/mine.html", "templates/appeals/new.html",
        "templates/appeals/sent.html", "templates/appeals/track.html", "templates/appeals/parts/nearby.html",
        "templates/appeals/parts/row.html", "templates/appeals/parts/media.html",
        "templates/appeals/parts/items.html",
    ),
    "hubs/registers": ("flow.py", "logic/*"),
    "nets/services/items": ("logic/values.py",),
    "nets/services/licences": (
        "*", "!logic/kinds.py", "!logic/staff.py", "!pages/staff.py", "!pages/types.py",
        "!templates/licences/desk.html", "!templates/licences/new.html",
        "!templates/licences/staff_licence.html", "!templates/licences/type.html",
        "!templates/licences/types.html",
    ),
    "nets/services/forms": (
        "logic/answers.py", "logic/attachments.py", "logic/files_html.py", "logic/filling.py",
        "logic/recording.py", "logic/rendering.py", "logic/wording.py",
    ),
    "nets/services/decisions": (
        "*", "!pages/staff.py", "!shell.py", "!logic/history.py", "!logic/drifting.py",
        "!templates/decisions/drifts.html",
    ),
    "nets/services/applications": (
        "*", "!http.py", "!logic/counter.py", "!pages/counter.py", "!templates/applications/counter.html",
        "!templates/applications/detail.html", "!templates/applications/ratings.html",
        "!templates/applications/follow_up.html",
    ),
    "nets/services/benefits": (
        "*", "!logic/writing.py", "!logic/editors.py", "!logic/terms.py", "!logic/recording.py", "!logic/desk.py",
        "!pages/staff*.py", "!pages/editing.py", "!pages/preview.py", "!pages/statistics.py", "!pages/typed.py",
        "!pages/wording.py",
        "!templates/benefits/check.html", "!templates/benefits/staff*.html",
    ),
    "nets/services/bundles": (
        "*", "!logic/book.py", "!logic/checking.py", "!pages/deliveries.py", "!pages/editor.py",
        "!pages/words.py", "!pages/conditions.py", "!templates/bundles/deliveries.html",
        "!templates/bundles/edit.html", "!templates/bundles/versions.html", "!templates/bundles/detail.html",
    ),
    "nets/services/centres": (
        "*", "!pages/counter.py", "!templates/centres/counter.html", "!templates/centres/counter_part.html",
    ),
    "nets/services/guide": (
        "*", "!pages/staff.py", "!pages/shell.py", "!pages/zones.py", "!logic/zone_book.py", "!logic/recording.py",
        "!templates/guide/staff_links.html", "!templates/guide/staff_zone.html", "!templates/guide/staff_zones.html",
    ),
    "nets/services/payments": ("*", "!templates/payments/settlements.html"),
    "nets/services/payouts": ("logic/recording.py",),
    "apps/credit_care": (
        "*", "!pages/staff.py", "!pages/hospital.py", "!logic/hearing.py", "!logic/books.py", "!logic/recording.py",
        "!templates/credit_care/desk.html", "!templates/credit_care/detail.html",
        "!templates/credit_care/hospital.html", "!templates/credit_care/parts/table.html",
    ),
    "apps/mutual_aid": (
        "*", "!pages/staff.py", "!logic/desk.py", "!logic/recording.py", "!templates/mutual_aid/desk.html",
    ),
}  # fmt: skip

# Modules still being written: what they lack is listed by `./cdos messages --check` and does not fail it. Empty when they rest.
PENDING: tuple[str, ...] = ()


def is_generic(module: str, places: Iterable[str]) -> bool:
    """Whether words found at `places` (paths within the module) are said in all languages."""
    patterns = FILES.get(module, ())
    return any(_fits(place, patterns) for place in places)


def _fits(place: str, patterns: tuple[str, ...]) -> bool:
    fits = False
    for pattern in patterns:
        if fnmatchcase(place, pattern.removeprefix("!")):
            fits = not pattern.startswith("!")
    return fits


_readers: list[Callable[[str], int]] = []


def register_reader(read: Callable[[str], int]) -> None:
    """`read(locale)` says how many messages that the catalogues call machine-made a person has read since."""
    if read not in _readers:
        _readers.append(read)


def unread(locale: str) -> int:
    """How many messages of `locale` a machine translated and nobody has read."""
    made = machine_made(locale)
    return max(0, made - sum(read(locale) for read in _readers)) if made else 0


@lru_cache
def machine_made(locale: str) -> int:
    """How many messages the catalogues mark; counted once a process."""
    mark = f"# {MACHINE}\n#:".encode()
    return sum(
        path.read_bytes().count(mark) for path in SOURCE.rglob(f"locale/{locale}/LC_MESSAGES/django.po")
    )
