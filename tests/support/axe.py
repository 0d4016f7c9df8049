"""What axe finds grave on a page that stands in a browser, at one width or at two."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from tests.support.journey import SIZES

PHONE, DESK = sorted(SIZES)
# A message that rises is judged once it stands, not while it is half there; a piece that is fetched, once it is there.
STANDS = """() => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations < 9)
    .map(one => one.finished.catch(() => 0))).then(() => 0)"""
FETCHED = """() => new Promise(done => {
    const busy = () => [...document.querySelectorAll("[aria-busy=true]")].filter(one => one.checkVisibility());
    const look = turn => busy().length && turn < 2400 ? setTimeout(look, 50, turn + 1) : done(busy().length);
    look(0);
})"""
# Each rule says itself how grave it is: what could only be slight is not asked.
RUN = """() => {
    const grave = axe._audit.rules.filter(one => one.enabled && !one.tags.includes("experimental")
        && ["serious", "critical"].includes(one.impact)).map(one => one.id);
    return axe.run({ resultTypes: ["violations"], runOnly: { type: "rule", values: grave } })
        .then(all => all.violations.map(one => [one.id, one.impact, one.nodes[0].html.slice(0, 200)]));
}"""


def complaints(page: Page, what: str) -> list[str]:
    if page.evaluate(FETCHED):
        return [f"{what}: a piece of the page never arrives"]
    page.evaluate(STANDS)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[list[str]] = page.evaluate(RUN)
    return [f"{what}: {rule} ({impact}) {html}" for rule, impact, html in found if not is_piece(what, rule)]


def complaints_at_both(page: Page, what: str) -> list[str]:
    """As it stands at the phone's width, and made as wide as on a desk: no script of ours asks for the width when it loads."""
    found = complaints(page, what) + too_wide(page, what)
    page.set_viewport_size({"width": DESK, "height": SIZES[DESK]})
    found += complaints(page, f"wide {what}") + too_wide(page, f"wide {what}")
    page.set_viewport_size({"width": PHONE, "height": SIZES[PHONE]})
    return found


def too_wide(page: Page, what: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{what}: {wide} px wider than the screen"] if wide > 0 else []


def is_piece(what: str, rule: str) -> bool:
    """A piece that htmx puts into a page has no title and no language of its own."""
    pieces = ("/appeals/new/nearby", "/appeals/new/items", "/staff/leads/near")
    return what.split(" ")[-1].startswith(pieces) and rule in {"document-title", "html-has-lang"}
