"""What axe finds grave on a page that stands in a browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
# A message that rises is judged once it stands, not while it is half there.
STANDS = """Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations < 9)
    .map(one => one.finished.catch(() => 0))).then(() => 0)"""


def complaints(page: Page, what: str) -> list[str]:
    page.evaluate(STANDS)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{what}: {one['id']} ({one['impact']}) {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE and not is_piece(what, one["id"])
    ]


def is_piece(what: str, rule: str) -> bool:
    """A piece that htmx puts into a page has no title and no language of its own."""
    pieces = ("/appeals/new/nearby", "/appeals/new/items", "/staff/leads/near")
    return what.split(" ")[-1].startswith(pieces) and rule in {"document-title", "html-has-lang"}
