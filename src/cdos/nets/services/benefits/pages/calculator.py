"""Eight questions to a visitor; what the answers allow and what they leave open. Nothing is stored and nobody is looked up."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cdos.base.rules.contracts import Truth, Value
from cdos.base.web import api as web

from .. import api
from ..contracts import About, Found
from . import words

Options = tuple[tuple[str, str | Promise], ...]
YES_NO: Options = (("true", pgettext_lazy("answer", "Yes")), ("false", pgettext_lazy("answer", "No")))
# field of the rule book -> question, unit, and what may be chosen; the most there can be, for numbers
QUESTIONS: tuple[tuple[str, str | Promise, str | Promise, Options, int], ...] = (
    ("age", gettext_lazy("How old are you?"), "", (), 130),
    (
        "hukou",
        gettext_lazy("Where is your household registered?"),
        "",
        (
            ("sz", gettext_lazy("In Shenzhen")),
            ("other", gettext_lazy("Elsewhere on the mainland")),
            ("none", gettext_lazy("Not on the mainland")),
        ),
        0,
    ),
    ("residence_years", gettext_lazy("How long have you lived in the city?"), gettext_lazy("years"), (), 130),
    (
        "social_security_months",
        gettext_lazy("How many months of social insurance have you paid?"),
        "",
        (),
        800,
    ),
    (
        "employment",
        gettext_lazy("What do you do?"),
        "",
        (
            ("employed", gettext_lazy("Employed")),
            ("self", gettext_lazy("Self-employed, or flexible work")),
            ("unemployed", gettext_lazy("Unemployed")),
            ("retired", gettext_lazy("Retired")),
            ("student", gettext_lazy("At school or university")),
        ),
        0,
    ),
    (
        "education",
        gettext_lazy("What is your highest education?"),
        "",
        (
            ("junior", gettext_lazy("Junior middle school or less")),
            ("high", gettext_lazy("High school or vocational school")),
            ("college", gettext_lazy("College (dazhuan)")),
            ("bachelor", gettext_lazy("Bachelor")),
            ("master", gettext_lazy("Master")),
            ("doctor", gettext_lazy("Doctor")),
        ),
        0,
    ),
    ("income_month_fen", gettext_lazy("What do you earn a month?"), gettext_lazy("yuan"), (), 10_000_000),
    (
        "disability_level",
        gettext_lazy("Do you hold a disability card?"),
        "",
        (
            ("0", pgettext_lazy("answer", "No")),
            ("1", gettext_lazy("Yes, grade 1")),
            ("2", gettext_lazy("Yes, grade 2")),
            ("3", gettext_lazy("Yes, grade 3")),
            ("4", gettext_lazy("Yes, grade 4")),
        ),
        0,
    ),
)
MOST = 20


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def calculator(request: HttpRequest) -> HttpResponse:
    """By POST, so that no address and no log keeps the answers; the session is not touched."""
    answers, wrong = read(request.POST)
    asked = request.method == "POST" and not wrong
    context: dict[str, object] = {
        "questions": questions(request.POST, wrong),
        "wrong": bool(wrong),
        "asked": asked,
        "answered": len(answers),
    }
    if asked and answers:
        found = api.calculate(answers=answers, about=About.PERSON)
        context |= results(found)
    return web.page(request, "benefits/calculator.html", context, status=422 if wrong else 200)


def results(found: list[Found]) -> dict[str, object]:
    sure = [one for one in found if one.truth is Truth.YES and one.fen != 0]
    open_ = [one for one in found if one.truth is Truth.UNKNOWN]
    return {
        "sure": [words.found_row(one) for one in sure[:MOST]],
        "open": [words.found_row(one) for one in open_[:MOST]],
        "sure_count": len(sure),
        "open_count": len(open_),
    }


def read(sent: QueryDict) -> tuple[dict[str, Value], dict[str, str]]:
    """What was answered, as rules take it; an empty answer is one that is not known."""
    answers: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for name, _question, _unit, choices, most in QUESTIONS:
        text = sent.get(name, "").strip()
        if not text:
            continue
        value = one_of(text, choices) if choices else number(text, most)
        if value is None:
            wrong[name] = _("Please choose one of these.") if choices else _("Please give a number.")
        else:
            answers[name] = value * 100 if name.endswith("_fen") and isinstance(value, int) else value
    return answers, wrong


def one_of(text: str, choices: Options) -> Value:
    if text not in {code for code, _title in choices}:
        return None
    return int(text) if text.isdigit() else text


def number(text: str, most: int) -> int | None:
    digits = text.replace(",", "").replace("，", "")
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) < 10 and int(digits) <= most
        else None
    )


def questions(sent: QueryDict, wrong: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "label": f"{question}"
            if not unit
            else _("%(question)s (%(unit)s)") % {"question": question, "unit": unit},
            "options": [("", _("I would rather not say")), *choices] if choices else (),
            "value": sent.get(name, ""),
            "error": wrong.get(name, ""),
        }
        for name, question, unit, choices, _most in QUESTIONS
    ]
