"""Templates: the standard ones, the city's own, and how they are filled."""

import re

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..contracts import PieceKind, TemplateInfo, TemplateRefused
from ..models import Template, Use

NAMES = ("title", "number", "unit", "date", "answer")
OUTCOMES = ("", "solved", "explained", "not_possible")
_place = re.compile(r"\{(\w+)\}")
_code = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def fill(body: str, values: dict[str, str]) -> str:
    """Only the known places are filled; what a person wrote is never taken for a place."""
    return _place.sub(lambda found: values.get(found.group(1), found.group(0)), body)


def every() -> list[TemplateInfo]:
    uses = {one.key: one for one in Use.objects.filter(kind=PieceKind.TEMPLATE.value)}
    return [
        _info(row, uses.get(f"{row.code}:{row.language}"))
        for row in Template.objects.order_by("code", "language")
    ]


def active(language: str) -> list[TemplateInfo]:
    return [one for one in every() if one.active and one.language == language]


def _info(row: Template, use: Use | None) -> TemplateInfo:
    return TemplateInfo(
        row.pk,
        row.code,
        row.language,
        row.title,
        row.body,
        row.outcome,
        row.active,
        use.used if use else 0,
        round(use.kept / use.used, 2) if use and use.used else None,
    )


def save(
    *, template_id: int | None, code: str, language: str, title: str, body: str, outcome: str, active: bool
) -> None:
    """TemplateRefused says what to change; LookupError."""
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    _check(code, language, title, body, outcome)
    values = {
        "code": code,
        "language": language,
        "title": title,
        "body": body,
        "outcome": outcome,
        "active": active,
    }
    try:
        with transaction.atomic():
            if template_id is None:
                Template.objects.create(**values)
            elif not Template.objects.filter(pk=template_id).update(**values):
                raise LookupError(template_id)
    except IntegrityError as there:
        raise TemplateRefused("code", _("There is a template with this code in this language.")) from there


def _check(code: str, language: str, title: str, body: str, outcome: str) -> None:
    if not _code.fullmatch(code):
        raise TemplateRefused("code", _("The code is small letters, digits and hyphens."))
    if language not in dict(settings.LANGUAGES) or outcome not in OUTCOMES:
        raise TemplateRefused("language", _("Please choose a language of this city."))
    if not title or len(title) > 100:
        raise TemplateRefused("title", _("Please give it a title of at most 100 characters."))
    if "{answer}" not in body or len(body) > 5000:
        raise TemplateRefused(
            "body", _("The words need {answer} where the answer stands, and at most 5,000 characters.")
        )
    unknown = set(_place.findall(body)) - set(NAMES)
    if unknown:
        raise TemplateRefused(
            "body", _("These places are not known: %(names)s.") % {"names": "、".join(sorted(unknown))}
        )
