"""Lines of the permission matrix: the guide, the business portal, this city as a sign-in provider."""

from tests.support.matrix import ALL, EDITOR, NOBODY, SIGNED, Line, form

GUIDE = [
    Line("guide:home", "/services/", ALL),
    Line("guide:search", "/services/search?q=居住证", ALL),
    Line("guide:suggest", "/services/suggest?q=居住证", ALL),
    Line("guide:links", "/services/links", ALL),
    Line("guide:event", "/services/events/newborn", ALL),
    Line("guide:department", "/services/departments/made-up", NOBODY),  # this town offers no service
    Line("guide:topic", "/services/topics/made-up", NOBODY),
    Line("guide:zone", "/services/zones/hk-macao", ALL),
    Line("guide:item", "/services/made-up", NOBODY),
    Line("guide:chat", "/chat", ALL),
    form("guide:chat", "/chat", ALL, said="我的办件"),
    Line("guide:staff_links", "/staff/services/links", EDITOR),
    Line("guide:staff_zones", "/staff/services/zones", EDITOR),
    Line("guide:edit_zone", "/staff/services/zones/hk-macao", EDITOR),
    form("guide:decide_zone", "/staff/services/zones/hk-macao/decide", EDITOR, do="approve"),
    form("guide:change_link", "/staff/services/links/all", EDITOR, what="check"),
    Line("api:services", "/api/services?q=居住证", ALL),
    Line("api:service", "/api/services/made-up", NOBODY),
    Line("business:home", "/business/", ALL),
    form("business:name_agent", "/business/agents", ALL),  # led back; the agent's name is asked for
    form("business:end_agent", "/business/agents/1/end", ALL - {"agent"}),  # nobody of that number
    Line("identity:discovery", "/oidc/.well-known/openid-configuration", ALL),
    Line("identity:jwks", "/oidc/jwks.json", ALL),
    Line("identity:authorize", "/oidc/authorize", SIGNED),  # of no known client: told so
    form("identity:token", "/oidc/token", NOBODY),
]
