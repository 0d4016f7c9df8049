"""The permission matrix: for every address who may ask it, and who reads what in the answer.

A route that has no line here fails the suite (tests/test_permission_matrix.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STAFF = frozenset(
    {
        *("clerk", "stranger", "lead", "dispatcher", "supervisor", "operator", "editor"),
        *("guardian", "admin", "security", "audit"),
    }
)
RESIDENTS = frozenset({"resident", "neighbour", "agent"})
SIGNED = STAFF | RESIDENTS
ALL = SIGNED | {"visitor"}
NOBODY: frozenset[str] = frozenset()
# By duty: the unit that holds the appeal, its district's desk, the city's supervision.
WORKERS = frozenset({"clerk", "lead"})
SEERS = WORKERS | {"dispatcher", "supervisor"}
OWNER = frozenset({"resident"})
JUDGES = frozenset({"dispatcher", "supervisor"})
SUPERVISOR = frozenset({"supervisor"})
LEADERS = WORKERS | {"supervisor"}  # the unit that leads a campaign, and supervision
FIGURES = SEERS | {"stranger"}  # whose post comes with figures, each of the own reach


@dataclass(frozen=True, slots=True)
class Line:
    """One request; `{number}` and the like are filled in from the town.

    Whoever is not in `may` is refused: sent to sign in, 401, 403 or 404. Whoever is not in `reads` finds none of the
    secrets in the answer; whoever is not in `notes` finds no word that was for staff only.
    """

    route: str
    path: str
    may: frozenset[str]
    reads: frozenset[str] = NOBODY
    notes: frozenset[str] = NOBODY
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)
    json: bool = False


def form(route: str, path: str, may: frozenset[str], /, **data: Any) -> Line:
    return Line(route, path, may, method="POST", data=data)


def body(route: str, path: str, may: frozenset[str], /, **data: Any) -> Line:
    return Line(route, path, may, method="POST", data=data, json=True)


PLAIN = [  # the same for everybody
    *(
        Line("?", path, ALL)
        for path in ("/healthz", "/readyz", "/health/live", "/health/ready", "/health/deep")
    ),
    Line("?", "/metrics", ALL),  # from this machine; `tests/test_watching.py` asks from elsewhere
    form("web:language", "/language/", ALL, language="en"),
    Line("web:display", "/display/", ALL),
    form("web:draft", "/drafts/some-form/", ALL, text="x"),
    Line("web:manifest", "/manifest.webmanifest", ALL),
    Line("web:favicon", "/favicon.ico", ALL),
    Line("web:design", "/design/", ALL),
    Line("web:api_docs", "/api/docs", ALL),
    Line("api:openapi-json", "/api/openapi.json", ALL),
    Line("identity:sign_in", "/accounts/sign-in/", ALL),
    # Without a password that was right just now these lead back to the sign-in.
    Line("identity:second", "/accounts/second/", NOBODY),
    Line("identity:too_old", "/accounts/reset/too-old/", NOBODY),
    Line("identity:reset", "/accounts/reset/", ALL),
    Line("identity:reset_code", "/accounts/reset/code/", ALL),
    Line("identity:first_password", "/accounts/reset/first/made-up/", NOBODY),
    form("identity:ask_passkey_sign_in", "/accounts/passkey/sign-in/ask/", ALL),
    body(
        "identity:passkey_sign_in", "/accounts/passkey/sign-in/", ALL
    ),  # answers 400 without an answer of a device
    form("identity:sign_out", "/accounts/sign-out/", ALL),
    Line("identity:register", "/accounts/register/", ALL),
    Line("identity:register_code", "/accounts/register/code/", ALL),
    Line("identity:oidc_start", "/accounts/oidc/demo/", ALL),
    Line("identity:oidc_back", "/accounts/oidc/demo/back/", NOBODY),  # without the provider's answer
    Line("identity:demo_discovery", "/demo-oidc/.well-known/openid-configuration", ALL),
    Line("identity:demo_jwks", "/demo-oidc/jwks.json", ALL),
    Line("identity:demo_authorize", "/demo-oidc/authorize", ALL),
    form("identity:demo_token", "/demo-oidc/token", NOBODY),  # for programs with a code
    Line("notices:outbox", "/demo/outbox/", ALL),
    *(
        Line("open311:" + name, f"/open311/{path}", ALL)
        for name, path in (
            ("discovery", "v2/discovery.json"),
            ("root-discovery", "discovery.json"),
            ("services", "v2/services.json"),
            ("service", "v2/services/0101.json"),
            ("requests", "v2/requests.json"),
            ("request", "v2/requests/{number}.json"),
            ("token", "v2/tokens/{number}.json"),
        )
    ),
    Line("space:base", "/map/base.json", NOBODY),  # this town has no map: not found
    Line("space:tile", "/map/tiles/none/1/0/0.mvt", NOBODY),
    Line("space:areas", "/map/areas/district.json", ALL),
    Line("space:suggest", "/map/suggest?q=甲路", ALL),
    Line("space:here", "/map/here?lon=114.05&lat=22.55", ALL),
    Line("citizen:home", "/", ALL, reads=OWNER),
]

ACCOUNTS = [
    Line("identity:me", "/accounts/me/", SIGNED),
    Line("identity:details", "/accounts/me/details/", SIGNED),
    Line("identity:close", "/accounts/me/close/", SIGNED),
    Line("identity:verify", "/accounts/verify/", SIGNED),
    Line("identity:verify_code", "/accounts/verify/code/", SIGNED),
    Line("identity:real_name", "/accounts/real-name/", SIGNED),
    Line("identity:represent", "/accounts/me/represent/", SIGNED),
    form("identity:switch", "/accounts/me/acting-for/", SIGNED, party="{resident_party}"),
    form("identity:end_mandate", "/accounts/me/represent/{resident_party}/end/", SIGNED),
    form("identity:end_sessions", "/accounts/me/sessions/end/", SIGNED),
    Line("identity:set_up", "/accounts/second/set-up/", SIGNED),
    Line("identity:recovery_codes", "/accounts/second/recovery-codes/", SIGNED),
    form("identity:new_recovery_codes", "/accounts/second/recovery-codes/new/", SIGNED),
    form("identity:remove_factor", "/accounts/second/1/remove/", SIGNED),
    Line("identity:confirm", "/accounts/confirm/", SIGNED),
    form("identity:ask_passkey", "/accounts/passkey/add/ask/", SIGNED),
    body("identity:add_passkey", "/accounts/passkey/add/", SIGNED),
    form("identity:end_device", "/accounts/me/sessions/1/end/", SIGNED),
    form("identity:password", "/accounts/me/password/", SIGNED, old="x", password="y"),
    form("identity:new_token", "/accounts/me/tokens/", SIGNED, name="t", scope="read"),
    form("identity:end_token", "/accounts/me/tokens/1/end/", SIGNED),
    Line("notices:list", "/notices/", ALL, reads=OWNER),
    form("notices:read_all", "/notices/read/", ALL),
    form("notices:open", "/notices/{resident_notice}/", OWNER),
]

STRANGE_HEAD = {
    "log": "x",
    "node": "440303",
    "digest": "sm3",
    "size": 1,
    "root": "00",
    "at": "x",
}  # of no known node
LEDGER = [
    Line("ledger:looks", "/accounts/me/looks/", SIGNED),
    Line("ledger:public", "/ledger/", ALL),
    Line("ledger:script", "/ledger/verify_proof.py", ALL),
    Line("ledger:proof", "/ledger/proof/{resident_row}.json", OWNER | {"audit"}),
    Line("ledger:admin", "/admin/ledger/", frozenset({"audit"})),
    Line("api:identity", "/api/ledger/identity", ALL),
    Line("api:heads", "/api/ledger/heads", ALL),
    Line("api:consistency", "/api/ledger/consistency?old=1&size=2", ALL),
    body("api:witness", "/api/ledger/witness", NOBODY, head=STRANGE_HEAD, path=[]),
    Line("api:seen", "/api/ledger/witness/440303", NOBODY),
    form("ledger:verify", "/admin/ledger/verify", frozenset({"audit"})),
]

APPEALS = [
    Line("appeals:mine", "/appeals/", ALL, reads=OWNER),
    Line("appeals:new", "/appeals/new", ALL),
    Line("appeals:nearby", "/appeals/new/nearby?lon=114.05&lat=22.55&text=井盖", ALL),
    Line("appeals:items", "/appeals/new/items?text=井盖", ALL),
    Line("appeals:sent", "/appeals/sent/{number}", ALL),
    form("appeals:join", "/appeals/join/{number}", SIGNED),
    form("appeals:leave", "/appeals/leave/{number}", ALL),
    Line("appeals:figures", "/appeals/figures", ALL),
    Line("appeals:ask", "/track/", ALL),
    Line("appeals:track", "/track/{number}", ALL, reads=OWNER | SEERS, notes=SEERS),
    Line("appeals:track", "/track/{anonymous}", ALL, reads=SEERS - WORKERS),
    form("appeals:act", "/track/{number}/supplement", OWNER, text="补充"),
    form("appeals:act", "/track/{number}/withdraw", OWNER, reason="不用了"),
    Line("appeals:staff_figures", "/staff/figures", SEERS | {"stranger"}),
    Line("identity:own_data", "/accounts/me/data.json", SIGNED, reads=OWNER),
    form("appeals:clear_contact", "/staff/appeals/{number}/contact", SEERS, purpose="", words=""),
    Line("appeals:similar", "/staff/appeals/{number}/similar", SEERS, reads=SEERS - WORKERS),
    Line("appeals:people", "/staff/appeals/{number}/people", SEERS, reads=frozenset({"dispatcher"})),
    form("appeals:part", "/staff/appeals/{number}/part", SEERS - WORKERS, reason="另一件事"),
    Line("appeals:joint", "/appeals/together/made-up", NOBODY),
    Line("appeals:hotline", "/staff/hotline", frozenset({"operator", "dispatcher"})),
    Line("appeals:duty_list", "/staff/duty-list", STAFF),
    form("appeals:bring_in", "/staff/duty-list/bring-in", frozenset({"editor"})),
    Line("rulings:desk", "/staff/rulings", frozenset({"lead", "supervisor"})),
    Line("rulings:precedents", "/staff/precedents", frozenset({"dispatcher", "supervisor", "editor"})),
    form(
        "rulings:withdraw", "/staff/precedents/999/withdraw", NOBODY, reason="x"
    ),  # there is none in this town
    form("appeals:begin_draft", "/staff/duty-list/draft", frozenset({"editor"}), effective_on="2100-01-01"),
    Line("appeals:draft", "/staff/duty-list/1/draft", frozenset({"editor"})),
    form("appeals:change_draft", "/staff/duty-list/1/change", frozenset({"editor"}), do="publish"),
    form("appeals:batch", "/staff/duty-list/1/batch", frozenset({"editor"})),
    Line("appeals:compare", "/staff/duty-list/1/against/1", frozenset({"editor"})),
    Line("appeals:new_item", "/staff/duty-list/1/new-item", frozenset({"editor"})),
    Line("appeals:draft_item", "/staff/duty-list/1/items/0101", frozenset({"editor"})),
    form("appeals:remove_item", "/staff/duty-list/1/items/0101/remove", frozenset({"editor"})),
]

KEEPER = frozenset({"editor"})
UNDERSTANDING = [
    Line("understanding:models", "/staff/understanding/", KEEPER),
    form("understanding:train", "/staff/understanding/train", KEEPER),
    form("understanding:choose", "/staff/understanding/choose", KEEPER, second_below="60"),
    form("understanding:withdraw", "/staff/understanding/withdraw", KEEPER),
    form("understanding:take_back", "/staff/understanding/none/take-back", NOBODY),  # no such version
    Line("understanding:words", "/staff/understanding/words", KEEPER),
    form("understanding:save_tag", "/staff/understanding/tags", KEEPER, name="试", words="试"),
    form("understanding:add_danger", "/staff/understanding/dangers", KEEPER, word="野猪", kind="life"),
    form("understanding:switch_danger", "/staff/understanding/dangers/1/switch", KEEPER),
    Line("understanding:signals", "/staff/appeals/{number}/understanding", SEERS),
    form("understanding:read_files", "/staff/appeals/{number}/read-files", SEERS),
    form("understanding:tag", "/staff/appeals/{number}/tags/1", SEERS),
]

CLOSURE = [
    Line("closure:desk", "/staff/closure/", frozenset({"supervisor"})),
    Line("closure:case", "/staff/closure/answers/{answer}", frozenset({"supervisor"})),
    form(
        "closure:judge",
        "/staff/closure/answers/{answer}/judge",
        frozenset({"supervisor"}),
        verdict="sound",
    ),
    Line("closure:review", "/staff/closure/review/", frozenset({"supervisor"})),
    Line("closure:sampling", "/staff/closure/sampling/", frozenset({"supervisor"})),
    form("closure:act_on_sampling", "/staff/closure/sampling/draw", frozenset({"supervisor"})),
    Line("closure:visits", "/closure/visits/", frozenset({"neighbour"})),  # enrolled in this town
    Line("closure:visit", "/closure/visits/{visit}", frozenset({"neighbour"})),
    Line("closure:still_fixed", "/still-fixed/made-up", NOBODY),  # opened by a signed link only
    Line("closure:promises", "/staff/closure/promises/", WORKERS | {"stranger", "supervisor"}),
    Line("closure:promise", "/staff/closure/promises/{promise}", WORKERS | {"supervisor"}),
    form("closure:act_on_promise", "/staff/closure/promises/{promise}/show", WORKERS, evidence="已修"),
]

TOPICS = [
    Line("cases:topics", "/staff/topics/", FIGURES, reads=SEERS),  # a topic is named by its appeals' words
    Line("cases:topics_map", "/staff/topics/map.json", FIGURES),
    Line("cases:topic", "/staff/topics/{topic}/", SEERS, reads=SEERS),
    Line("cases:topic_map", "/staff/topics/{topic}/map.json", SEERS),
    form("cases:begin", "/staff/topics/{topic}/campaign", frozenset({"supervisor"}), unit=""),
    Line("cases:campaigns", "/staff/topics/campaigns/", FIGURES, reads=SEERS),
    Line("cases:campaign", "/staff/topics/campaigns/{campaign}/", SEERS, reads=SEERS),
    form(
        "cases:add_measure",
        "/staff/topics/campaigns/{campaign}/measures",
        LEADERS,
        text="清淤",
        due_on="2030-01-01",
    ),
    form("cases:measure", "/staff/topics/campaigns/{campaign}/measures/{measure}", LEADERS, do="done"),
    form("cases:act", "/staff/topics/campaigns/{campaign}/act/start", LEADERS),
    Line("risks:risks", "/staff/topics/risks/", FIGURES),
    Line("risks:risk", "/staff/topics/risks/{risk}/", JUDGES, reads=JUDGES),
    form("risks:act", "/staff/topics/risks/{risk}/act/dismiss", JUDGES, reason="看过了"),
    Line("risks:sentinels", "/staff/topics/sentinels/", JUDGES),
    Line("analysis:reports", "/staff/topics/reports/", FIGURES),
    form(
        "analysis:reports", "/staff/topics/reports/", frozenset({"supervisor"}), area="", first="2026-01-05"
    ),
    Line("analysis:report", "/staff/topics/reports/{report}/", SUPERVISOR, reads=SUPERVISOR),
    Line("analysis:sentence", "/staff/topics/reports/{report}/{sentence}/", frozenset({"supervisor"})),
    form(
        "analysis:change",
        "/staff/topics/reports/{report}/{sentence}/change",
        frozenset({"supervisor"}),
        text="x",
    ),
    form("analysis:remark", "/staff/topics/reports/{report}/remark", frozenset({"supervisor"}), text="x"),
    form("analysis:issue", "/staff/topics/reports/{report}/issue", frozenset({"supervisor"})),
    form("risks:switch", "/staff/topics/sentinels/{sentinel}", JUDGES, active="no"),
]

DESKS = [
    Line("staff:workbench", "/staff/?queue=all", STAFF, reads=SEERS),  # opens on the first, the campaign
    Line("staff:workbench", "/staff/?queue=all&matter={number}", STAFF, reads=SEERS, notes=SEERS),
    Line("staff:workbench", "/staff/?queue=all&q=门牌暗记", STAFF, reads=SEERS),
    Line("staff:workbench", "/staff/?queue=all&q=内部暗记&matter={number}", STAFF, reads=SEERS, notes=SEERS),
    Line("staff:export", "/staff/export?queue=all", SEERS | {"stranger"}, reads=SEERS),
    Line("staff:requests", "/staff/requests", frozenset({"lead", "supervisor"})),
    Line("staff:guard", "/staff/guard", frozenset({"guardian"})),
    form("staff:break_glass", "/staff/matter/{number}/emergency", SEERS | {"stranger"}, reason="急"),
    form("staff:bulk", "/staff/bulk?queue=all", STAFF, do="comment", number="{number}"),
    Line("staff:matter", "/staff/matter/{number}", ALL),
    form("staff:act", "/staff/matter/{number}/act/accept", WORKERS, version="999"),
    form("staff:act", "/staff/matter/{number}/act/comment", SEERS, text="看过"),
    form("staff:undo", "/staff/matter/{number}/undo/999999", SEERS),
    Line("staff:pick_units", "/staff/pick/units?q=水", STAFF),
    Line("staff:pick_items", "/staff/pick/items?q=井", STAFF),
    Line("administration:accounts", "/admin/accounts", frozenset({"admin"})),
    form("administration:change_account", "/admin/accounts/1/stop", frozenset({"admin"})),
    Line("administration:security", "/admin/security?login=t-resident", frozenset({"security"})),
    form("administration:change_security", "/admin/security/1/unlock", frozenset({"security"})),
    Line("calendar:now", "/staff/calendar/", ALL),
    Line("calendar:year", "/staff/calendar/2026/", STAFF),
    form("calendar:confirm", "/staff/calendar/2026/confirm", frozenset({"editor", "admin"})),
    Line("organisation:tree", "/staff/organisation/", STAFF),
    Line("organisation:policy", "/staff/policy/", STAFF),
    Line("organisation:deputies", "/staff/deputies/", STAFF),
    form("organisation:answer", "/staff/deputies/1/accept", STAFF),
    Line("matters:flows", "/staff/flows/", STAFF),
    Line("matters:flow", "/staff/flows/appeal/", STAFF),
]

FILES = [
    form("files:upload", "/files/", ALL),
    Line("files:read", "/files/{file}", OWNER | SEERS),
    Line("files:thumb", "/files/{file}/thumb", OWNER | SEERS),
    Line("files:read", "/files/{staff_file}", SEERS),
    Line("files:thumb", "/files/{staff_file}/thumb", SEERS),
]

REST = [
    body("api:file_appeal", "/api/appeals", ALL, text=""),
    Line("api:list_appeals", "/api/appeals", STAFF | RESIDENTS, reads=OWNER | SEERS),
    Line("api:list_appeals", "/api/appeals?q=门牌暗记", STAFF | RESIDENTS, reads=OWNER | SEERS),
    Line("api:suggest", "/api/appeals/items?text=井盖", ALL),
    Line("api:duty_list", "/api/appeals/duty-list", ALL),
    Line("api:nearby", "/api/appeals/nearby?lon=114.05&lat=22.55", ALL),
    Line("api:statistics", "/api/appeals/statistics", SEERS | {"stranger"}),
    Line("api:public_statistics", "/api/appeals/statistics/public", ALL),
    body("api:mail", "/api/appeals/mail", frozenset({"operator", "dispatcher"})),
    Line("api:one", "/api/appeals/{number}", ALL, reads=OWNER | SEERS),
    Line("api:timeline", "/api/appeals/{number}/timeline", ALL, notes=SEERS),
    Line("api:moves", "/api/appeals/{number}/moves", OWNER | SEERS),
    body("api:make_move", "/api/appeals/{number}/moves/accept", WORKERS, data={}, version=999),
    body(
        "api:rate",
        "/api/appeals/{number}/rating",
        OWNER,
        **dict.fromkeys(("speed", "effect", "experience", "reply_quality"), 5),
        satisfied=True,
    ),
    body("api:follow", "/api/appeals/{number}/follow", SIGNED),
    Line("api:proposal", "/api/appeals/{number}/proposal", SEERS),
    Line("api:api-root", "/api/", NOBODY),
]

REPORTERS = frozenset({"clerk", "stranger", "lead", "dispatcher", "supervisor", "operator"})
EDITOR = frozenset({"editor"})
LEADS = [
    Line("leads:own", "/staff/leads/", REPORTERS),
    Line("leads:new", "/staff/leads/new", REPORTERS),
    Line("leads:near", "/staff/leads/near?lon=114.05&lat=22.55", REPORTERS),
    Line("leads:effect", "/staff/leads/effect", SEERS | {"stranger"}),
    Line("leads:sources", "/staff/leads/sources", EDITOR),
    form("leads:add_source", "/staff/leads/sources/add", EDITOR),
    form("leads:bring_in", "/staff/leads/sources/bring-in", EDITOR),
    form("leads:token", "/staff/leads/sources/gauges/token", NOBODY),  # no such source
    form("leads:switch", "/staff/leads/sources/gauges/switch", NOBODY),
    body("api:alarm", "/api/leads/alarms", NOBODY, id="1", title="x"),  # without the token of a source
]

LANGUAGES = [
    Line("languages:report", "/translation/report/?page=/", ALL),
    Line("languages:all", "/staff/languages/", EDITOR),
    Line("languages:one", "/staff/languages/fr/", EDITOR),
    Line("languages:readings", "/staff/languages/readings.json", EDITOR),
    form("languages:read", "/staff/languages/fr/read", NOBODY, key="none", text="x"),  # no such message
    form("languages:settle", "/staff/languages/reports/999999/done", NOBODY),
]

RULES = [
    Line("rules:list", "/staff/rules/", STAFF),
    Line("rules:new", "/staff/rules/new", EDITOR),
    Line("rules:rule", "/staff/rules/town-rule", STAFF),
    Line("rules:version", "/staff/rules/town-rule/1", STAFF),
    Line("rules:edit", "/staff/rules/town-rule/edit", EDITOR),
    form("rules:try", "/staff/rules/town-rule/1/try", EDITOR, way="facts"),
    form("rules:put", "/staff/rules/town-rule/1/submit", EDITOR),
    Line("decisions:receipt", "/decisions/{receipt}", OWNER | SEERS),
    Line("decisions:drifts", "/staff/drift/", SEERS | {"stranger"}),
    form("decisions:settle", "/staff/drift/999999", NOBODY, state="stands", note="x"),  # no such drift
    form("decisions:look", "/staff/drift/look/{receipt}", SEERS),
]

ANSWERS = [
    Line("citizen:ask", "/ask", ALL),
    form("citizen:helped", "/ask/1/helped", ALL, helped="yes"),
    Line("knowledge:list", "/staff/knowledge/", STAFF),
    Line("knowledge:new", "/staff/knowledge/new", STAFF),
    Line("knowledge:export", "/staff/knowledge/export", STAFF),
    form("knowledge:bring_in", "/staff/knowledge/bring-in", EDITOR),
    Line("knowledge:entry", "/staff/knowledge/999999", NOBODY),  # no such entry
    form("knowledge:put", "/staff/knowledge/999999/publish", NOBODY),
    Line("ideas:list", "/ideas/", ALL),
    Line("ideas:new", "/ideas/new", ALL),
    Line("ideas:idea", "/ideas/{number}", NOBODY),  # an appeal is no idea
    form("ideas:act", "/ideas/{number}/nothing", NOBODY),
    Line("enterprises:home", "/business/questions/", ALL),
    form("enterprises:ask", "/business/ask", ALL, category="tax", text=""),  # refused with a sentence
    Line(
        "enterprises:question", "/business/questions/1", ALL - {"agent"}
    ),  # sent back to choose an enterprise
    form("enterprises:settled", "/business/questions/1/settled", ALL - {"agent"}),
    Line("enterprises:figures", "/staff/enterprises", SEERS | {"stranger"}),
    Line("replies:templates", "/staff/replies/templates", STAFF),
    form("replies:save_template", "/staff/replies/templates/save", EDITOR),
    Line(
        "replies:draft", "/staff/replies/{number}", WORKERS | {"dispatcher"}, reads=WORKERS | {"dispatcher"}
    ),
]

ISSUERS = WORKERS | {"stranger"}  # who handle for some unit
LICENCES = [
    Line("licences:wallet", "/me/licences/", SIGNED),
    Line("licences:uses", "/me/licences/uses/", SIGNED),
    Line("licences:licence", "/me/licences/{licence}/", OWNER),
    form("licences:copy", "/me/licences/{licence}/copy", OWNER, by="学校", purpose="报名"),
    form("licences:credential", "/me/licences/{licence}/credential", OWNER, field="name"),
    form("licences:stop", "/me/licences/uses/{licence_use}/stop", OWNER),
    Line("licences:ask", "/verify/", ALL),
    Line("licences:verify", "/verify/{licence_code}", ALL),
    Line("licences:jwks", "/.well-known/jwks.json", ALL),
    Line("licences:vc_issuer", "/.well-known/jwt-vc-issuer", ALL),
    Line("licences:status_list", "/licences/status/0", ALL),
    Line("licences:vct", "/licences/types/elder-card.json", ALL),
    Line("licences:desk", "/staff/licences/", ISSUERS),
    Line("licences:new", "/staff/licences/new?type=elder-card", ISSUERS),
    Line("licences:staff_licence", "/staff/licences/{licence}/", WORKERS),
    form("licences:act", "/staff/licences/{licence}/suspend", WORKERS, reason="核查"),
    form(
        "licences:decide", "/staff/licences/proposals/999999/decide", NOBODY, granted="yes"
    ),  # there is none
    Line("licences:types", "/staff/licences/types/", KEEPER),
    Line("licences:type", "/staff/licences/types/elder-card", KEEPER),
]

ITEMS = [
    Line("items:list", "/staff/items/", STAFF),
    Line("items:checks", "/staff/items/checks", STAFF),
    Line("items:savings", "/staff/items/savings", STAFF),
    Line("items:export", "/staff/items/export", STAFF),
    Line("items:new", "/staff/items/new", EDITOR),
    form("items:new", "/staff/items/new", EDITOR, code="tree-felling", title="砍树"),
    form("items:bring_in", "/staff/items/import", EDITOR),
    Line("items:row", "/staff/items/row/materials", EDITOR),
    Line("items:item", "/staff/items/nothing/", NOBODY),  # no such item
    Line("items:edit", "/staff/items/nothing/edit", NOBODY),
    Line("items:compare", "/staff/items/nothing/compare", NOBODY),
    form("items:act", "/staff/items/nothing/1/approve", NOBODY),
]

LINES: list[Line] = [*PLAIN, *ACCOUNTS, *LEDGER, *APPEALS, *UNDERSTANDING, *DESKS, *FILES, *REST, *LEADS]
LINES += [*CLOSURE, *TOPICS]
LINES += ANSWERS
LINES += LICENCES
LINES += ITEMS

from tests.support.applications_lines import APPLICATIONS  # noqa: E402  as below
from tests.support.centres_lines import CENTRES  # noqa: E402  as below
from tests.support.forms_lines import FORMS  # noqa: E402  as below
from tests.support.guide_lines import GUIDE  # noqa: E402  its lines are made of the words above
from tests.support.payouts_lines import PAYOUTS  # noqa: E402  as below

LINES += GUIDE
LINES += LANGUAGES
LINES += RULES
LINES += FORMS
LINES += APPLICATIONS
LINES += CENTRES
LINES += PAYOUTS

from tests.support.benefit_lines import BENEFITS  # noqa: E402
from tests.support.bundle_lines import BUNDLES  # noqa: E402

LINES += BUNDLES

from tests.support.apps_lines import CARE, MUTUAL  # noqa: E402

LINES += CARE
LINES += MUTUAL

from tests.support.benefit_desk_lines import BENEFIT_DESK  # noqa: E402

LINES += BENEFIT_DESK
LINES += BENEFITS
