"""Who may open the pages of applications and fees."""

from tests.support.matrix import ALL, FIGURES, NOBODY, OWNER, SEERS, SIGNED, WORKERS, Line, body, form

ASSISTANTS = frozenset({"operator", "dispatcher"})
APPLICATIONS = [
    Line("payments:pay", "/services/pay/{payment}", ALL),  # somebody else may pay
    Line("payments:back", "/services/pay/{payment}/back", ALL),
    form("payments:notified", "/services/pay/notify/nobody", NOBODY),  # no such provider
    Line("payments:demo", "/demo-pay/nothing", NOBODY),
    Line("payments:settlements", "/staff/fees/", FIGURES),
    Line("applications:begin", "/services/apply/tree-pruning", SIGNED),
    Line("applications:allow", "/services/apply/draft/{draft}/allow", OWNER),
    Line("applications:form", "/services/apply/draft/{draft}", OWNER),
    form("applications:save", "/services/apply/draft/{draft}/save", OWNER),
    Line("applications:papers", "/services/apply/draft/{draft}/papers", OWNER),
    form("applications:read", "/services/apply/draft/{draft}/papers/read", OWNER),
    form("applications:confirm", "/services/apply/draft/{draft}/papers/0", OWNER),  # nothing was read there
    Line("applications:check", "/services/apply/draft/{draft}/check", OWNER),
    form("applications:drop", "/services/apply/draft/{draft}/drop", OWNER),
    Line("applications:mine", "/services/applications/", SIGNED),
    Line("applications:track", "/services/applications/{application}", OWNER | SEERS - {"dispatcher"}),
    Line(
        "applications:receipt", "/services/applications/{application}/receipt", OWNER | SEERS - {"dispatcher"}
    ),
    form("applications:act", "/services/applications/{application}/withdraw", OWNER),
    Line("applications:counter", "/staff/services/counter", ASSISTANTS),
    Line("applications:ratings", "/staff/services/ratings", FIGURES),
    body("api:submit_application", "/api/applications", SIGNED, item="nothing"),
    body("api:foresee_application", "/api/applications/foresee", SIGNED, item="nothing"),
    Line("api:list_applications", "/api/applications", SIGNED),
    Line("api:one_application", "/api/applications/{application}", OWNER | SEERS - {"dispatcher"}),
    body(
        "api:move_application",
        "/api/applications/{application}/moves/accept",
        WORKERS,
        data={},
        version=999,
    ),
]
