"""Codes as words: no page shows "water" or "working_days" to a reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cdos.base.calendar.contracts import Term, TimeUnit
from cdos.base.organisation.contracts import UnitLevel

from ..contracts import DutyListState, Source

FUNCTIONS: dict[str, Promise] = {
    "government": _("Government office"),
    "hotline": _("Hotline and dispatch"),
    "supervision": _("Supervision"),
    "water": _("Water affairs"),
    "power": _("Power supply"),
    "gas": _("Gas supply"),
    "housing": _("Housing and construction"),
    "fund": _("Housing fund"),
    "urban": _("Urban management"),
    "police": _("Police"),
    "trafficpolice": _("Traffic police"),
    "traffic": _("Transport"),
    "environment": _("Environment"),
    "planning": _("Planning and natural resources"),
    "works": _("Public works"),
    "health": _("Health"),
    "insurance": _("Medical insurance"),
    "education": _("Education"),
    "culture": _("Culture, sports and tourism"),
    "labour": _("Labour and social security"),
    "civil": _("Civil affairs"),
    "veterans": _("Veterans"),
    "market": _("Market supervision"),
    "commerce": _("Commerce"),
    "industry": _("Industry and information technology"),
    "development": _("Development and reform"),
    "finance": _("Local finance"),
    "tax": _("Tax"),
    "justice": _("Justice"),
    "emergency": _("Emergency management"),
    "fire": _("Fire and rescue"),
    "telecom": _("Telecommunications"),
    "post": _("Post"),
    "data": _("Government services and data"),
    "office": _("Street office"),
    "station": _("Community station"),
}
LEVELS: dict[str, Promise] = {
    UnitLevel.CITY.value: _("City level"),
    UnitLevel.DISTRICT.value: _("District level"),
    UnitLevel.STREET.value: _("Street level"),
    UnitLevel.COMMUNITY.value: _("Community level"),
}
LISTS: dict[str, Promise] = {
    DutyListState.DRAFT.value: _("Draft"),
    DutyListState.LIVE.value: _("In force"),
    DutyListState.RETIRED.value: _("No longer in force"),
}
SOURCES: dict[str, Promise] = {
    Source.WEB.value: _("Web pages"),
    Source.HOTLINE.value: _("Hotline 12345"),
    Source.MAIL.value: _("By mail"),
    Source.API.value: _("Other systems"),
    Source.OPEN311.value: _("Open311"),
    Source.ENTERPRISE.value: _("Enterprises"),
    Source.IMPORT.value: _("Earlier records"),
    Source.SAMPLE.value: _("Sample city"),
}


def word(words: dict[str, Promise], code: str) -> str:
    """The word of a code; a code that no word is known for is better than nothing."""
    return str(words.get(code, code))


def term(value: Term) -> str:
    """How long: "3 working days"."""
    n = value.amount
    said = {
        TimeUnit.MINUTES: ngettext("%(n)d minute", "%(n)d minutes", n),
        TimeUnit.HOURS: ngettext("%(n)d hour", "%(n)d hours", n),
        TimeUnit.DAYS: ngettext("%(n)d calendar day", "%(n)d calendar days", n),
        TimeUnit.WORKING_MINUTES: ngettext("%(n)d working minute", "%(n)d working minutes", n),
        TimeUnit.WORKING_HOURS: ngettext("%(n)d working hour", "%(n)d working hours", n),
        TimeUnit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", n),
    }
    return said[value.unit] % {"n": n}
