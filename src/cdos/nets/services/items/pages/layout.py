"""The editor's form: which elements stand together, how each is asked, what it is called."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ask:
    """One element: `name` as in files ("extension.phone"); `kind`: text, long, number, whole, flag, one, many, words, unit, area."""

    name: str
    title: "str | Promise"
    kind: str = "text"
    help: "str | Promise" = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: "str | Promise"
    asks: tuple[Ask, ...]
    help: "str | Promise" = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of entries, each asked in a row of fields."""

    key: str
    title: "str | Promise"
    one: "str | Promise"
    asks: tuple[Ask, ...]
    help: "str | Promise" = ""


GROUPS: tuple[Group, ...] = (
    Group(
        "basic",
        _("Basic elements"),
        (
            Ask("title", _("Name of the item"), needed=True),
            Ask(
                "summary", _("In one plain sentence"), help=_("As you would tell a neighbour what it is for.")
            ),
            Ask("department", _("Department that handles it"), "unit", needed=True),
            Ask("area", _("Area it is for"), "area", _("440300 is the whole city."), needed=True),
            Ask("task_type", _("Type of item"), "one"),
            Ask("use_level", _("Level"), "one"),
            Ask("audience", _("Who it serves"), "many"),
            Ask("standard", _("Catalogue code"), help=_("12 digits of the standard catalogue."), needed=True),
            Ask(
                "national_code",
                _("Implementation code"),
                help=_("Credit code, level, catalogue code: 31 characters."),
            ),
            Ask(
                "variant_of",
                _("District version of"),
                help=_("Code of the city's item, where this is a district's own version."),
            ),
            Ask(
                "words",
                _("What people call it"),
                "words",
                _("Separated by 、; search finds the item by them."),
            ),
            Ask("topics", _("Subject groups"), "words", _("Separated by 、")),
        ),
    ),
    Group(
        "terms",
        _("Who may, how long it takes"),
        (
            Ask("conditions", _("Who may apply"), "long", needed=True),
            Ask("handling", _("Way of handling"), "one"),
            Ask("online_depth", _("How far online"), "one"),
            Ask("legal_days", _("Time set by law"), "number"),
            Ask("legal_unit", _("Unit of the time set by law"), "one"),
            Ask("promised_days", _("Time promised"), "number"),
            Ask("promised_unit", _("Unit of the time promised"), "one"),
            Ask("trips", _("Visits needed"), "whole"),
            Ask("channels", _("Where it can be applied for"), "many"),
        ),
    ),
    Group(
        "reform",
        _("Form, rule and reform"),
        (
            Ask("form", _("Form"), help=_("Code of a form in the form book.")),
            Ask("rule", _("Rule"), help=_("Code of a rule in the rule book. Empty: only people decide.")),
            Ask("instant", _("The rule decides at once"), "flag"),
            Ask("combinable", _("Residents may combine it with others"), "flag"),
            Ask("before.steps", _("Steps before the reform"), "whole"),
            Ask("before.days", _("Days before the reform"), "number"),
            Ask("before.trips", _("Visits before the reform"), "whole"),
            Ask("before.papers", _("Papers before the reform"), "whole"),
        ),
        _("What was before is written down once; what is now is counted from the elements."),
    ),
    Group(
        "window",
        _("At the window"),
        (
            Ask("extension.address", _("Address of the window"), needed=True),
            Ask("extension.hours", _("Opening hours"), needed=True),
            Ask("extension.phone", _("Phone number for advice"), needed=True),
            Ask("extension.complaints", _("Phone for complaints"), needed=True),
            Ask("extension.handled_in", _("Handed in anywhere"), "one"),
            Ask("extension.power_source", _("Source of the power"), "one"),
            Ask(
                "extension.joint",
                _("Departments that take part"),
                "words",
                _("Codes of units, separated by 、"),
            ),
            Ask(
                "extension.special",
                _("Special procedure"),
                help=_("A hearing, an inspection: its days do not count."),
            ),
            Ask("extension.quota", _("Limit of numbers")),
            Ask("extension.result_sample", _("Sample of the result")),
            Ask("extension.appointment", _("Appointments"), "flag"),
            Ask("extension.express", _("Sent by post"), "flag"),
            Ask("extension.pays_online", _("Paid online"), "flag"),
            Ask("extension.terminals", _("Self-service terminals"), "flag"),
        ),
    ),
)

LISTS: tuple[Rows, ...] = (
    Rows(
        "laws",
        _("Legal basis"),
        _("Law"),
        (
            Ask("name", _("Law, regulation or notice"), needed=True),
            Ask("number", _("Number of the notice")),
            Ask("article", _("Article"), needed=True),
            Ask("text", _("What it says"), "long"),
        ),
    ),
    Rows(
        "materials",
        _("Materials"),
        _("Material"),
        (
            Ask("name", _("Name of the paper"), needed=True),
            Ask(
                "code",
                _("Code of the paper"),
                help=_("The same code in every item, so that nobody hands it in twice."),
                needed=True,
            ),
            Ask("need", _("Needed?"), "one"),
            Ask("licence_type", _("E-licence that replaces it")),
            Ask("type", _("Kind of paper"), "one"),
            Ask("source", _("Where it is from"), "one"),
            Ask("issuer", _("Issued by")),
            Ask("format", _("Form of the paper"), "one"),
            Ask("copies", _("Copies"), "whole"),
            Ask("explain", _("How to fill it in")),
            Ask("accept", _("Kinds of file"), "words", _("Such as image/*, application/pdf")),
        ),
    ),
    Rows(
        "steps",
        _("Steps of handling"),
        _("Step"),
        (
            Ask("kind", _("Kind of step"), "one"),
            Ask("name", _("Name of the step"), needed=True),
            Ask("days", _("Days"), "number"),
            Ask("by", _("Who does it")),
        ),
        _("They must hold acceptance, examination and decision."),
    ),
    Rows(
        "results",
        _("Results"),
        _("Result"),
        (
            Ask("name", _("What the person gets"), needed=True),
            Ask("type", _("Kind of result"), "one"),
            Ask("licence_type", _("Type in the licence register")),
            Ask("produces", _("Code of the paper it stands for later")),
            Ask("valid_months", _("Valid for months"), "whole"),
        ),
    ),
    Rows(
        "fees",
        _("Fees"),
        _("Fee"),
        (
            Ask("name", _("Name of the fee"), needed=True),
            Ask("fen", _("Sum in yuan"), "yuan", needed=True),
            Ask("basis", _("Notice it rests on")),
            Ask("department", _("Department that receives it"), "unit"),
        ),
        _("No fee: leave it empty."),
    ),
    Rows(
        "questions",
        _("Questions people ask"),
        _("Question"),
        (Ask("asked", _("Question"), needed=True), Ask("answer", _("Answer"), "long", needed=True)),
    ),
)
ROWS = {rows.key: rows for rows in LISTS}
TITLES: "dict[str, str | Promise]" = {
    **{ask.name: ask.title for group in GROUPS for ask in group.asks},
    **{rows.key: rows.title for rows in LISTS},
    "code": _("Code of the item"),
    "extension": _("At the window"),
    "before": _("Before the reform"),
    "effective_from": _("Holds from"),
    "effective_until": _("Holds until"),
    "days": _("Time promised"),
    "papers": _("Materials"),
}


def title(element: str) -> str:
    """ "materials[2].name" -> "Materials 3: Name of the paper"."""
    if element in TITLES:
        return str(TITLES[element])
    key, _bracket, rest = element.partition("[")
    if key in ROWS and rest:
        number, _closed, part = rest.partition("].")
        names = {ask.name: str(ask.title) for ask in ROWS[key].asks}
        return f"{ROWS[key].title} {int(number) + 1}: {names.get(part, '')}"
    return str(TITLES.get(element.partition(".")[0], element))
