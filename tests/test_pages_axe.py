"""axe finds nothing of serious or critical impact on any page, and none is wider than the screen, at two widths, as anybody
who may open it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Page
from tests.support.axe import PHONE, complaints_at_both
from tests.support.journey import GROUPED_S, comes, context, sign_in

VISITOR, RESIDENT = "", "chenxiaoman"
DISPATCHER, HANDLER, LEAD = "dispatcher", "water-handler", "water-lead"
OPERATOR, EDITOR, SUPERVISOR, ADMIN = "operator", "editor", "supervisor", "admin"
CIVIL, HALL, HEALTH, UNION = "civil-handler", "hall-clerk", "health-handler", "union-handler"
GUARDIAN, AUDIT, SECURITY = "guardian", "auditor", "security"

ANSWER, PROMISE = "ANSWER", "PROMISE"  # stand for what is on the desk of honest closure
# route -> who opens it, and its arguments; NUMBER stands for an appeal of the sample city, TOPIC for its hottest topic
NUMBER, TOPIC, CAMPAIGN, RISK = "NUMBER", "TOPIC", "CAMPAIGN", "RISK"
REPORT, SENTENCE = "REPORT", "SENTENCE"
APPOINTMENT = "APPOINTMENT"
LICENCE, ISSUED = "LICENCE", "ISSUED"  # the newest of the resident's, and of the clerk's unit
APPLICATION = "APPLICATION"  # the newest of the resident's
CARE_VISIT = "CARE_VISIT"  # the resident's visit on credit
PROGRAMME, DATUM = "PROGRAMME", "DATUM"  # the first found for the reader, and a value that it stands on
PAGES: dict[str, tuple[tuple[str, ...], tuple[str | int, ...]]] = {
    "citizen:home": ((VISITOR, RESIDENT), ()),
    "appeals:new": ((VISITOR, RESIDENT), ()),
    "appeals:nearby": ((VISITOR,), ()),
    "appeals:items": ((VISITOR,), ()),
    "appeals:sent": ((VISITOR, RESIDENT), (NUMBER,)),
    "appeals:mine": ((VISITOR, RESIDENT), ()),
    "appeals:ask": ((VISITOR,), ()),
    "appeals:track": ((VISITOR, RESIDENT, DISPATCHER), (NUMBER,)),
    "appeals:figures": ((VISITOR,), ()),
    "appeals:staff_figures": ((DISPATCHER,), ()),
    "cases:topics": ((DISPATCHER, SUPERVISOR), ()),
    "cases:topic": ((SUPERVISOR,), (TOPIC,)),
    "analysis:reports": ((SUPERVISOR,), ()),
    "analysis:report": ((SUPERVISOR,), (REPORT,)),
    "analysis:sentence": ((SUPERVISOR,), (REPORT, SENTENCE)),
    "risks:risks": ((SUPERVISOR, DISPATCHER), ()),
    "risks:risk": ((SUPERVISOR,), (RISK,)),
    "risks:sentinels": ((SUPERVISOR,), ()),
    "cases:campaigns": ((SUPERVISOR, LEAD), ()),
    "cases:campaign": ((SUPERVISOR,), (CAMPAIGN,)),
    "appeals:hotline": ((OPERATOR,), ()),
    "appeals:duty_list": ((EDITOR,), ()),
    "appeals:draft": ((EDITOR,), (1,)),
    "appeals:compare": ((EDITOR,), (1, 1)),
    "appeals:new_item": ((EDITOR,), (1,)),
    "appeals:draft_item": ((EDITOR,), (1, "010101")),
    "appeals:similar": ((DISPATCHER,), (NUMBER,)),
    "appeals:people": ((DISPATCHER,), (NUMBER,)),
    "rulings:desk": ((LEAD, SUPERVISOR), ()),
    "rulings:precedents": ((DISPATCHER, EDITOR), ()),
    "citizen:ask": ((VISITOR, RESIDENT), ()),
    "languages:report": ((VISITOR,), ()),
    "languages:all": ((EDITOR,), ()),
    "languages:one": ((EDITOR,), ("ar",)),
    "rules:list": ((EDITOR, HANDLER), ()),
    "rules:new": ((EDITOR,), ()),
    "rules:version": ((EDITOR, HANDLER), ("elder-allowance", 1)),
    "rules:edit": ((EDITOR,), ("elder-allowance",)),
    "decisions:drifts": ((HANDLER, SUPERVISOR), ()),
    "knowledge:list": ((EDITOR, HANDLER), ()),
    "knowledge:new": ((EDITOR,), ()),
    "ideas:list": ((VISITOR, RESIDENT), ()),
    "ideas:new": ((VISITOR, RESIDENT), ()),
    "guide:home": ((VISITOR, RESIDENT), ()),
    "guide:search": ((VISITOR,), ()),
    "guide:links": ((VISITOR,), ()),
    "guide:event": ((VISITOR,), ("newborn",)),
    "guide:topic": ((VISITOR,), ("户籍办理",)),
    "guide:zone": ((VISITOR,), ("hk-macao",)),
    "guide:item": ((VISITOR, RESIDENT), ("residence-permit",)),
    "guide:chat": ((VISITOR, RESIDENT), ()),
    "guide:staff_links": ((EDITOR,), ()),
    "guide:staff_zones": ((EDITOR,), ()),
    "guide:edit_zone": ((EDITOR,), ("hk-macao",)),
    "business:home": ((VISITOR, RESIDENT, HANDLER), ()),
    "enterprises:home": ((VISITOR, RESIDENT, HANDLER), ()),
    "enterprises:figures": ((SUPERVISOR,), ()),
    "bundles:list": ((VISITOR, RESIDENT), ()),
    "bundles:one": ((VISITOR,), ("home-transfer",)),
    "bundles:table": ((VISITOR,), ()),
    "bundles:own": ((VISITOR, RESIDENT), ()),
    "bundles:start": ((RESIDENT,), ("moving-in",)),
    "bundles:versions": ((EDITOR,), ()),
    "bundles:new": ((EDITOR,), ()),
    "bundles:edit": ((EDITOR,), ("retirement",)),
    "bundles:deliveries": ((SUPERVISOR, ADMIN), ()),
    "benefits:staff_list": ((EDITOR, SUPERVISOR), ()),
    "benefits:staff_new": ((EDITOR,), ()),
    "benefits:staff_programme": ((EDITOR, SUPERVISOR), ("elder-allowance",)),
    "benefits:staff_edit": ((EDITOR,), ("elder-allowance",)),
    "benefits:staff_preview": ((EDITOR,), ("elder-allowance",)),
    "benefits:staff_nights": ((EDITOR,), ()),
    "benefits:staff_statistics": ((SUPERVISOR,), ()),
    "benefits:staff_letters": ((SUPERVISOR,), ()),
    "replies:templates": ((EDITOR, HANDLER), ()),
    "items:list": ((EDITOR, HANDLER), ()),
    "items:new": ((EDITOR,), ()),
    "items:checks": ((EDITOR,), ()),
    "items:savings": ((HANDLER,), ()),
    "items:item": ((EDITOR, HANDLER), ("school-enrolment",)),
    "items:edit": ((EDITOR,), ("elder-card",)),
    "items:compare": ((HANDLER,), ("elder-card",)),
    "leads:own": ((HANDLER, DISPATCHER), ()),
    "leads:new": ((HANDLER,), ()),
    "leads:near": ((HANDLER,), ()),
    "leads:effect": ((SUPERVISOR,), ()),
    "leads:sources": ((EDITOR,), ()),
    "understanding:models": ((EDITOR,), ()),
    "understanding:words": ((EDITOR,), ()),
    "understanding:signals": ((DISPATCHER,), (NUMBER,)),
    "closure:desk": ((SUPERVISOR,), ()),
    "closure:case": ((SUPERVISOR,), (ANSWER,)),
    "closure:review": ((SUPERVISOR,), ()),
    "closure:sampling": ((SUPERVISOR,), ()),
    "closure:promises": ((SUPERVISOR, HANDLER), ()),
    "closure:promise": ((SUPERVISOR,), (PROMISE,)),
    "staff:workbench": ((DISPATCHER, HANDLER, LEAD, OPERATOR), ()),
    "staff:requests": ((LEAD, SUPERVISOR), ()),
    "staff:guard": ((GUARDIAN,), ()),
    "staff:matter": ((DISPATCHER, SUPERVISOR), (NUMBER,)),
    "identity:sign_in": ((VISITOR,), ()),
    "identity:register": ((VISITOR,), ()),
    "identity:register_code": ((VISITOR,), ()),
    "identity:verify": ((RESIDENT,), ()),
    "identity:verify_code": ((RESIDENT,), ()),
    "identity:real_name": ((RESIDENT,), ()),
    "identity:reset": ((VISITOR,), ()),
    "identity:reset_code": ((VISITOR,), ()),
    "identity:second": ((VISITOR,), ()),
    "identity:set_up": ((RESIDENT,), ()),
    "identity:recovery_codes": ((RESIDENT,), ()),
    "identity:confirm": ((RESIDENT, ADMIN), ()),
    "identity:me": ((RESIDENT, ADMIN), ()),
    "identity:details": ((RESIDENT, ADMIN), ()),
    "identity:close": ((RESIDENT, ADMIN), ()),
    "identity:represent": ((RESIDENT,), ()),
    "ledger:looks": ((RESIDENT,), ()),
    "ledger:public": ((VISITOR,), ()),
    "ledger:admin": ((AUDIT,), ()),
    "administration:accounts": ((ADMIN,), ()),
    "administration:security": ((SECURITY,), ()),
    "organisation:tree": ((ADMIN,), ()),
    "organisation:deputies": ((HANDLER,), ()),
    "organisation:policy": ((HANDLER,), ()),
    "calendar:now": ((ADMIN,), ()),
    "calendar:year": ((ADMIN,), (2026,)),
    "notices:list": ((RESIDENT,), ()),
    "notices:outbox": ((ADMIN,), ()),
    "matters:flows": ((ADMIN,), ()),
    "matters:flow": ((DISPATCHER,), ("appeal",)),
    "web:display": ((VISITOR,), ()),
    "web:design": ((VISITOR,), ()),
    "web:api_docs": ((VISITOR,), ()),
    "registers:consents": ((RESIDENT,), ()),
    "registers:register": ((RESIDENT,), ("marriage",)),
    "registers:wrong": ((RESIDENT,), ("marriage", "marital_status")),
    "registers:states": ((HANDLER,), ()),
    "forms:list": ((EDITOR,), ()),
    "forms:new": ((EDITOR,), ()),
    "forms:form": ((EDITOR,), ("talent-review",)),
    "forms:edit": ((EDITOR,), ("school-enrolment",)),
    "centres:life": ((VISITOR, RESIDENT), ()),
    "centres:centre": ((VISITOR, RESIDENT), ("440304-hall",)),
    "centres:screen": ((VISITOR,), ("440304-hall",)),
    "centres:book": ((RESIDENT,), ("440304-hall",)),
    "centres:appointments": ((RESIDENT,), ()),
    "centres:appointment": ((RESIDENT,), (APPOINTMENT,)),
    "centres:counter": ((HALL,), ()),
    "licences:wallet": ((RESIDENT,), ()),
    "licences:uses": ((RESIDENT,), ()),
    "licences:licence": ((RESIDENT,), (LICENCE,)),
    "licences:ask": ((VISITOR,), ()),
    "licences:verify": ((VISITOR,), ("C000000000000000",)),
    "licences:desk": ((CIVIL,), ()),
    "licences:new": ((CIVIL,), ()),
    "licences:staff_licence": ((CIVIL,), (ISSUED,)),
    "licences:types": ((EDITOR,), ()),
    "licences:type": ((EDITOR,), ("elder-card",)),
    "benefits:home": ((VISITOR, RESIDENT), ()),
    "benefits:one": ((RESIDENT,), (PROGRAMME,)),
    "benefits:wrong": ((RESIDENT,), (PROGRAMME, DATUM)),
    "benefits:calculator": ((VISITOR,), ()),
    "benefits:published": ((VISITOR,), ()),
    "benefits:published_one": ((RESIDENT,), (PROGRAMME,)),
    "payments:settlements": ((SUPERVISOR,), ()),
    "credit_care:home": ((RESIDENT,), ()),
    "credit_care:visit": ((RESIDENT,), (CARE_VISIT,)),
    "credit_care:desk": ((SUPERVISOR, HEALTH), ()),
    "credit_care:hospital": ((VISITOR,), ()),
    "mutual_aid:home": ((RESIDENT,), ()),
    "mutual_aid:desk": ((SUPERVISOR, UNION), ()),
    "payouts:desk": ((SUPERVISOR,), ()),
    "payouts:differences": ((SUPERVISOR,), ()),
    "payouts:recovery": ((SUPERVISOR,), ()),
    "applications:begin": ((RESIDENT,), ("elder-card",)),
    "applications:mine": ((RESIDENT,), ()),
    "applications:track": ((RESIDENT,), (APPLICATION,)),
    "applications:receipt": ((RESIDENT,), (APPLICATION,)),
    "applications:counter": ((HALL,), ()),
    "applications:ratings": ((SUPERVISOR,), ()),
}
# routes that are no page: they take POST only, answer data, files or a piece of a page, or send on
NO_PAGES = {
    *(
        "?healthz",
        "?readyz",
        "?health/live",
        "?health/ready",
        "?health/deep",
        "?metrics",
        "web:language",
        "web:draft",
        "web:manifest",
        "web:favicon",
    ),
    *(
        "closure:judge",
        "closure:act_on_promise",
        "closure:act_on_sampling",
        "closure:visits",
        "closure:visit",
        "closure:still_fixed",
        "staff:break_glass",
        "calendar:confirm",
        "organisation:answer",
        "identity:sign_out",
        "identity:switch",
    ),
    *(
        "identity:password",
        "identity:represent",
        "identity:end_mandate",
        "identity:end_sessions",
        "identity:end_device",
        "identity:new_recovery_codes",
        "identity:remove_factor",
        "identity:too_old",
        "administration:change_account",
        "appeals:clear_contact",
        "identity:own_data",
        "administration:change_security",
        "identity:first_password",
        "identity:ask_passkey",
        "identity:add_passkey",
        "identity:ask_passkey_sign_in",
        "identity:passkey_sign_in",
        "identity:new_token",
        "identity:end_token",
    ),
    *(
        "guide:suggest",
        "guide:department",
        "guide:change_link",
        "guide:decide_zone",
        "business:name_agent",
        "business:end_agent",
    ),
    *("identity:discovery", "identity:jwks", "identity:authorize", "identity:token"),
    *("identity:oidc_start", "identity:oidc_back", "identity:demo_discovery", "identity:demo_jwks"),
    *("identity:demo_authorize", "identity:demo_token", "files:upload", "files:read", "files:thumb"),
    *("notices:read_all", "notices:open", "open311:discovery", "open311:root-discovery", "open311:services"),
    *("open311:service", "open311:requests", "open311:request", "open311:token", "space:base", "space:tile"),
    *(
        "cases:topics_map",
        "cases:topic_map",
        "cases:begin",
        "cases:add_measure",
        "cases:measure",
        "cases:act",
    ),
    *("risks:act", "risks:switch", "analysis:change", "analysis:remark", "analysis:issue"),
    *("space:areas", "space:suggest", "space:here", "appeals:join", "appeals:leave", "appeals:act"),
    *("rulings:withdraw", "appeals:part", "appeals:joint"),
    *("understanding:train", "understanding:choose", "understanding:withdraw", "understanding:take_back"),
    *("understanding:save_tag", "understanding:add_danger", "understanding:switch_danger"),
    "understanding:tag",
    "understanding:read_files",
    *(
        "appeals:bring_in",
        "appeals:begin_draft",
        "appeals:change_draft",
        "appeals:batch",
        "appeals:remove_item",
        "staff:export",
        "staff:bulk",
        "staff:act",
        "staff:undo",
    ),
    # an entry needs its number, a draft an appeal in the clerk's hands: the journeys look at them
    *("knowledge:entry", "replies:draft", "citizen:helped", "knowledge:export", "knowledge:bring_in"),
    *(
        "knowledge:put",
        "replies:save_template",
        "ideas:idea",
        "ideas:act",
        "enterprises:ask",
        "enterprises:question",
        "enterprises:settled",
    ),
    *("languages:readings", "languages:read", "languages:settle"),
    *("items:export", "items:bring_in", "items:row", "items:act"),
    *("rules:rule", "rules:try", "rules:put", "decisions:receipt", "decisions:settle", "decisions:look"),
    *("leads:add_source", "leads:bring_in", "leads:token", "leads:switch"),
    *("licences:copy", "licences:credential", "licences:stop", "licences:jwks", "licences:vc_issuer"),
    # a number needs to be taken first: the journey looks at it
    *("centres:points", "centres:number", "centres:ticket", "centres:act_on_ticket", "centres:act"),
    *("centres:act_on_appointment", "centres:serve", "centres:receive"),
    *("licences:status_list", "licences:vct", "licences:act", "licences:decide"),
    # a payment needs a fee that is due, a form somebody who began it: tests/test_steps_axe.py looks at them
    *("payments:pay", "payments:back", "payments:notified", "payments:demo", "applications:allow"),
    *("applications:form", "applications:save", "applications:check", "applications:drop"),
    *("applications:papers", "applications:read", "applications:confirm"),
    "applications:act",
    # the steps of a bundle begun (tests/test_steps_axe.py) and sent (its journey)
    *("bundles:form", "bundles:check", "bundles:matter", "bundles:withdraw", "bundles:decide"),
    *("bundles:retry", "bundles:switch"),
    *("staff:pick_units", "staff:pick_items", "ledger:proof", "ledger:script", "ledger:verify"),
}
NO_PAGES |= {
    "registers:withdraw",
    "registers:withdraw_correction",
    "forms:areas",
    "forms:precheck",
    "forms:act",
}
NO_PAGES |= {"credit_care:repay", "credit_care:act", "credit_care:notified", "credit_care:claim"}
NO_PAGES |= {"credit_care:answer"}
NO_PAGES |= {"mutual_aid:act", "mutual_aid:confirm", "mutual_aid:account", "mutual_aid:answer"}
# a batch needs payouts, which a sample city without programmes has not: the module's own tests look at it
NO_PAGES |= {"payouts:make", "payouts:again", "payouts:batch", "payouts:decide", "payouts:settle"}
NO_PAGES |= {"payouts:ask_back", "payouts:got_back"}
NO_PAGES |= {"benefits:staff_pick", "benefits:staff_conditions", "benefits:staff_put"}
NO_PAGES |= {"benefits:confirm", "benefits:claim", "benefits:decline", "benefits:account"}
NO_PAGES |= {"forms:try"}  # the editor's preview
WORDS = "?" + "lon=114.0595&lat=22.5530&text=污水井盖"


def routes(patterns: Sequence[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or f'?{pattern.pattern}'}"
        else:
            yield from routes(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def test_every_route_is_looked_at_or_is_no_page() -> None:
    known = {name for name in routes(get_resolver().url_patterns) if not name.startswith("api:")}
    assert known - set(PAGES) - NO_PAGES == set()
    assert (set(PAGES) | NO_PAGES) - known == set()


def an_appeal(page: Page) -> str:
    """Any appeal that may be read by everybody."""
    found = page.request.get("/open311/v2/requests.json").json()
    return str(found[0]["service_request_id"])


def numbered(page: Page, listed: str, linked: str) -> str:
    """The number of what the list links to first; 0 where this reader has none."""
    found = re.search(rf"{linked}(\d+)", page.request.get(listed).text())
    return found.group(1) if found else "0"


def first_of(page: Page, path: str, links: str) -> str:
    """The last part of the first link's address on a list; 0 where there is none."""
    page.goto(path)
    found = page.locator(links)
    return (found.first.get_attribute("href") or "").rstrip("/").rsplit("/", 1)[1] if found.count() else "0"


FOUND: dict[str, Callable[[Page, Mapping[str, str]], str]] = {
    NUMBER: lambda page, _: an_appeal(page),
    ANSWER: lambda page, _: numbered(page, "/staff/closure/?standing=", "/staff/closure/answers/"),
    PROMISE: lambda page, _: numbered(page, "/staff/closure/promises/", "/staff/closure/promises/"),
    TOPIC: lambda page, _: first_of(page, "/staff/topics/", ".topic-name a"),
    CAMPAIGN: lambda page, _: first_of(page, "/staff/topics/campaigns/", "main .row-link"),
    RISK: lambda page, _: first_of(page, "/staff/topics/risks/", "main .row-link"),
    REPORT: lambda page, _: first_of(page, "/staff/topics/reports/", "main .row-link"),
    SENTENCE: lambda page, known: first_of(page, f"/staff/topics/reports/{known[REPORT]}/", ".report-link"),
    APPOINTMENT: lambda page, _: first_of(page, "/me/appointments/", "main .row-link"),
    LICENCE: lambda page, _: first_of(page, "/me/licences/", ".lic-cards a"),
    ISSUED: lambda page, _: first_of(page, "/staff/licences/", "#ours ~ .rows .row-link"),
    APPLICATION: lambda page, _: first_of(page, "/services/applications/", 'a[href*="/applications/SQ"]'),
    CARE_VISIT: lambda page, _: first_of(page, "/care/", 'main a[href*="/care/visits/"]'),
    PROGRAMME: lambda page, _: first_of(page, "/benefits/", "main a.hit"),
    DATUM: lambda page, known: first_of(page, f"/benefits/{known[PROGRAMME]}/", 'a[href*="/wrong/"]'),
}


def begin(page: Page) -> None:
    """What supervision itself begins, and the sample city does not have: a report, a campaign against a topic."""
    page.goto("/staff/topics/reports/")
    if not page.locator("main .row-link").count():
        page.get_by_role("button", name="起草报告").click()
        page.locator(".report-link").first.wait_for()
    topics = page.locator(".topic-name a")
    comes(page, "/staff/topics/", topics, GROUPED_S)
    topics.first.click()
    if page.get_by_role("button", name="列入类案治理").count():
        page.get_by_role("button", name="列入类案治理").click()
        page.get_by_label("治理后要达到什么").fill("不再有人反映")
        page.get_by_role("button", name="启动治理").click()
        page.wait_for_url("**/topics/campaigns/**")


def address(name: str, arguments: tuple[str | int, ...], known: Mapping[str, str]) -> str:
    filled = [known.get(str(value), value) for value in arguments]
    return reverse(name, args=filled) + (
        WORDS if name in {"appeals:nearby", "appeals:items", "leads:near"} else ""
    )


def look(page: Page, path: str, what: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None
    if answer.status >= 400:
        return [f"{what}: answered {answer.status}"]
    return complaints_at_both(page, what)


@pytest.mark.browser
@pytest.mark.slow
def test_axe_finds_nothing_grave_on_any_page(chromium: Browser, live_city: str) -> None:
    found: list[str] = []
    for who in sorted({role for roles, _arguments in PAGES.values() for role in roles}):
        browser = context(chromium, live_city, PHONE)
        page = browser.new_page()
        if who:
            sign_in(page, who)
        if who == SUPERVISOR:
            begin(page)
        wanted = {value for roles, arguments in PAGES.values() if who in roles for value in arguments}
        known: dict[str, str] = {}
        for stands_for, found_by in FOUND.items():
            if stands_for in wanted:
                known[stands_for] = found_by(page, known)
        for name, (roles, arguments) in PAGES.items():
            # Of a risk, an answer to judge or a promise there may be none.
            if who in roles and not any(known.get(str(value)) == "0" for value in arguments):
                path = address(name, arguments, known)
                found += look(page, path, f"{who or 'visitor'} {path}")
        browser.close()
    assert not found, "\n".join(found)


@pytest.mark.browser
def test_axe_finds_nothing_grave_on_the_steps_of_filing_and_on_error_pages(
    chromium: Browser, live_city: str
) -> None:
    browser = context(chromium, live_city, PHONE)
    page = browser.new_page()
    page.goto("/appeals/new")
    page.get_by_label("用您自己的话说").fill("路灯不亮")
    found: list[str] = []
    for step in ("where", "check"):
        page.get_by_role("button", name="下一步").click()
        found += complaints_at_both(page, f"step {step}")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/appeals/sent/*")
    found += complaints_at_both(page, "sent")
    page.get_by_role("link", name="查看进度").click()
    page.get_by_role("button", name="补充说明").click()
    found += complaints_at_both(page, "tracking with an open dialog")
    for path in ("/no-such-page", "/staff/figures", "/track/SZ-00-0000000-0"):
        page.goto(path)
        found += complaints_at_both(page, path)
    browser.close()
    assert not found, "\n".join(found)
