"""The tabs over the pages of the desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def nav(current: str) -> list[dict[str, Any]]:
    known = (
        ("desk", _("Suspicious answers")),
        ("promises", _("Promises")),
        ("review", _("Weekly review")),
        ("sampling", _("Sampling and officers")),
    )
    return [
        {"text": text, "href": reverse(f"closure:{name}"), "current": name == current} for name, text in known
    ]
