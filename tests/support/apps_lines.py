"""Lines of the permission matrix for the applications."""

from tests.support.matrix import ALL, NOBODY, SIGNED, SUPERVISOR, Line, form

CARE = [
    Line("credit_care:home", "/care/", SIGNED),
    Line("credit_care:visit", "/care/visits/{number}", NOBODY),  # an appeal is no visit
    form("credit_care:repay", "/care/visits/{number}/repay", NOBODY, sum="1"),
    form("credit_care:act", "/care/do/sign", SIGNED, agreed="yes"),  # no rule in this town: a sentence
    form("credit_care:notified", "/care/notify/nobody", NOBODY),
    Line("credit_care:hospital", "/demo-hospital/", ALL),
    Line("credit_care:desk", "/staff/care/", SUPERVISOR),
    form("credit_care:claim", "/staff/care/{number}/claim", NOBODY),
    form("credit_care:answer", "/staff/care/enquiries/999999", NOBODY, do="grant"),
]

MUTUAL = [
    Line("mutual_aid:home", "/mutual-aid/", SIGNED),
    form("mutual_aid:act", "/mutual-aid/do/allow", SIGNED),  # no member in this town: a sentence
    form("mutual_aid:confirm", "/mutual-aid/claims/999999/confirm", SIGNED),
    form("mutual_aid:account", "/mutual-aid/claims/999999/account", SIGNED),
    Line("mutual_aid:desk", "/staff/mutual-aid/", SUPERVISOR),
    form("mutual_aid:answer", "/staff/mutual-aid/999999", NOBODY, do="grant"),
]
