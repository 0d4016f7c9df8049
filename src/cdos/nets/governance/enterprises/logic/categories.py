"""What enterprises ask about: the order in which they are offered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..contracts import Category

CATEGORIES = (
    Category("registration", gettext_noop("Registration"), gettext_noop("Set up, change or close a company; seals; accounts")),
    Category("tax", gettext_noop("Tax"), gettext_noop("Declarations, invoices, refunds, systems that fail")),
    Category("fund", gettext_noop("Housing fund and social insurance"), gettext_noop("Accounts, payments, staff who join or leave")),
    Category("policy", gettext_noop("Support and subsidies"), gettext_noop("Which policy applies, by when, with what papers")),
    Category("finance", gettext_noop("Loans and finance"), gettext_noop("Loans, guarantees, interest subsidies")),
    Category("people", gettext_noop("Staff and talent"), gettext_noop("Recruiting, labour disputes, residence, training")),
    Category("licence", gettext_noop("Licences and approvals"), gettext_noop("Which licence, where, how long it takes")),
    Category("premises", gettext_noop("Land, premises, fire safety"), gettext_noop("Rent, property management, fire inspection")),
    Category("utilities", gettext_noop("Water, power, gas, networks"), gettext_noop("Connections, failures, prices")),
    Category("market", gettext_noop("Inspections and fair competition"), gettext_noop("Inspections, fines, bids, counterfeits")),
    Category("arrears", gettext_noop("Money that is owed"), gettext_noop("Public bodies and large firms that do not pay")),
    Category("property", gettext_noop("Intellectual property"), gettext_noop("Trade marks, patents, infringement abroad")),
    Category("other", gettext_noop("Something else"), ""),
)  # fmt: skip
CODES = {one.code for one in CATEGORIES}


def title(code: str) -> str:
    found = next((one for one in CATEGORIES if one.code == code), None)
    return _(found.title) if found else code
