"""Lines of the permission matrix for benefits: the pages of residents and enterprises."""

from tests.support.matrix import ALL, NOBODY, Line, form

BENEFITS = [
    Line("benefits:home", "/benefits/", ALL),
    Line("benefits:calculator", "/benefits/calculator/", ALL),
    Line("benefits:published", "/benefits/published/", ALL),
    Line("benefits:published_one", "/benefits/published/none/", NOBODY),  # no such programme in this town
    Line("benefits:one", "/benefits/none/", NOBODY),
    form("benefits:confirm", "/benefits/none/confirm", NOBODY, number="SZ-BT-2026-000001"),
    form("benefits:claim", "/benefits/none/claim", NOBODY),
    form("benefits:decline", "/benefits/none/decline", NOBODY, number="SZ-BT-2026-000001"),
    form("benefits:account", "/benefits/none/account", NOBODY, number="SZ-BT-2026-000001"),
    Line("benefits:wrong", "/benefits/none/wrong/age", NOBODY),
]
