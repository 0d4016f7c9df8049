"""Words of the models' page."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(share: float | str | None) -> str:
    """0.953 -> "95.3"; nothing where there is no figure."""
    return "" if share is None or share == "" else f"{100 * float(share):.1f}".removesuffix(".0")


@register.filter
def level_words(level: str) -> str:
    return {
        "item": _("single duty items"),
        "group": _("groups of the duty list"),
        "class": _("classes of the duty list"),
    }[level]


@register.filter
def model_state(state: str) -> str:
    return {"service": _("In service"), "kept": _("Kept"), "refused": _("Not taken")}[state]


@register.filter
def model_kind(state: str) -> str:
    return {"service": "good", "kept": "info", "refused": "warm"}[state]
