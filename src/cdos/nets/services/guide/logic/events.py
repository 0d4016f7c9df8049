"""Six things that happen in a life, and which items they bring; bundles come by the items they are made of."""

from django.utils.translation import gettext_lazy as _

from ..contracts import LifeEvent

EVENTS = (
    LifeEvent(
        "newborn",
        _("Having a baby"),
        _("Birth certificate, household, insurance, card and allowance in one go."),
        "heart",
        (
            "newborn-birth-certificate",
            "newborn-household",
            "newborn-medical-insurance",
            "newborn-social-security-card",
            "newborn-vaccination",
            "birth-allowance",
        ),
    ),
    LifeEvent(
        "arriving",
        _("Coming to the city"),
        _("Settle, live and work here: permit, household, cards."),
        "flag",
        (
            "talent-review",
            "talent-settlement",
            "household-move-in",
            "residence-permit",
            "social-security-card",
            "id-card-issue",
            "rent-subsidy",
        ),
    ),
    LifeEvent(
        "home",
        _("Buying a home, moving"),
        _("Deed, tax, water, power and gas change hands together."),
        "home",
        ("estate-transfer", "estate-tax", "water-transfer", "power-transfer", "gas-transfer"),
    ),
    LifeEvent(
        "business",
        _("Opening a shop or a firm"),
        _("Registration, seal, tax, insurance and account in one sitting."),
        "building",
        (
            "company-register",
            "seal-carving",
            "tax-register",
            "company-social-security",
            "company-provident-fund",
            "bank-account-opening",
            "food-permit",
            "signboard-permit",
        ),
        audience="enterprise",
    ),
    LifeEvent(
        "school",
        _("School"),
        _("Apply for a place, with what the city knows already filled in."),
        "book",
        ("school-enrolment", "residence-permit", "library-card"),
    ),
    LifeEvent(
        "retiring",
        _("Retiring, growing old"),
        _("Pension, health insurance, elder card and allowances."),
        "leaf",
        ("retirement-review", "pension-start", "retirement-medical", "elder-card", "elder-allowance"),
    ),
)
BY_CODE = {event.code: event for event in EVENTS}


def first_items() -> dict[str, int]:
    """Place of each item in its event: what each begins with comes first."""
    found: dict[str, int] = {}
    for event in EVENTS:
        for at, code in enumerate(event.items):
            found[code] = min(at, found.get(code, at))
    return found
