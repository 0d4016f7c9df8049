"""What /design/ shows: every component with content that looks like the real thing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.web.contracts import ChartSpec

LOOKS = ("", "dark", "elder", "rtl")
COLOURS = ("ink", "ink-2", "brand", "brand-soft", "warm", "good", "bad", "paper", "surface", "line")
ICONS = [
    "home",
    "services",
    "appeals",
    "person",
    "people",
    "city",
    "search",
    "globe",
    "text-size",
    "bell",
    "leave",
    "check",
    "close",
    "alert",
    "info",
    "clock",
    "hourglass",
    "pause",
    "bolt",
    "camera",
    "mic",
    "stop",
    "file",
    "image",
    "video",
    "map-pin",
    "map",
    "locate",
    "up",
    "down",
    "chevron",
    "back",
    "next",
    "plus",
    "minus",
    "edit",
    "trash",
    "refresh",
    "lock",
    "key",
    "phone",
    "mail",
    "star",
    "heart",
    "flag",
    "link",
    "share",
    "send",
    "filter",
    "sort",
    "table",
    "chart",
    "calendar",
    "inbox",
    "building",
    "hand",
    "merge",
    "return",
    "eye",
    "leaf",
    "cloud",
    "puzzle",
    "weight",
    "settings",
    "menu",
    "more",
    "undo",
    "download",
    "upload",
    "baby",
    "school",
    "briefcase",
    "car",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A timeline entry with the attributes that a matter's entry has."""

    at: datetime
    title: str
    text: str = ""
    actor_unit: str = ""
    actor_name: str = ""
    visibility: str = "subject"
    files: tuple[str, ...] = ()


def content(look: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "look": look if look in LOOKS else "",
        "looks": [{"text": text, "href": f"?look={key}", "current": look == key} for key, text in _looks()],
        "colours": COLOURS,
        "icons": ICONS,
        "now": now,
        "soon": now + timedelta(minutes=18),
        "later": now + timedelta(days=3, hours=5),
        "past": now - timedelta(hours=2, minutes=10),
        "near_at": now - timedelta(minutes=1),
        "timeline": _timeline(now),
        "steps": [_("Say it"), _("Where"), _("Check and send")],
        "choices": _choices(),
        "bars": _bars(),
        "trend": _trend(),
        "tree": _tree(),
        "menu": _menu(),
        "district_options": [("440304", "福田区"), ("440303", "罗湖区"), ("440305", "南山区")],
        "tabs": _tabs(),
        "rows": _rows(now),
    }


def _looks() -> list[tuple[str, str]]:
    return [("", _("Light")), ("dark", _("Dark")), ("elder", _("Large text")), ("rtl", _("Right to left"))]


def _timeline(now: datetime) -> list[Line]:
    unit, area = _("Water Bureau of the district"), _("Dispatch centre of the city")
    return [
        Line(now - timedelta(minutes=6), _("The unit is handling it"), _("Our team is on the way. We have put a fence around the manhole."), unit, "陈工"),
        Line(now - timedelta(hours=1), _("Dispatched"), "", area),
        Line(now - timedelta(hours=2), _("You filed it"), _("The manhole cover at the gate is loose and rings when cars pass. I fear for the children."), "", ""),
    ]  # fmt: skip


def _choices() -> list[dict[str, str]]:
    return [
        {"value": "self", "title": _("For myself"), "text": _("I am the one concerned"), "icon": "person"},
        {
            "value": "child",
            "title": _("For my child"),
            "text": _("Under 18, registered with you"),
            "icon": "baby",
        },
        {
            "value": "company",
            "title": _("For an enterprise"),
            "text": _("You are its agent"),
            "icon": "briefcase",
        },
    ]


def _bars() -> ChartSpec:
    names = [_("Roads"), _("Water"), _("Noise"), _("Housing"), _("Parking")]
    return {
        "type": "bar", "categories": names, "unit": _("appeals"), "hrefs": [f"/design/?from={n}" for n in range(5)],
        "series": [{"name": _("This week"), "values": [128, 96, 74, 61, 40]}, {"name": _("Last week"), "values": [119, 104, 80, 55, 47]}],
    }  # fmt: skip


def _trend() -> ChartSpec:
    days = ["11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22"]
    return {
        "type": "line",
        "categories": days,
        "unit": "%",
        "series": [{"name": _("On time"), "values": [91, 92.5, 92, 94, 93.5, 95, 96.2]}],
    }


def _tree() -> list[dict[str, Any]]:
    streets = [
        {"text": "莲花街道", "href": "#a", "count": 12, "current": True},
        {"text": "园岭街道", "href": "#b", "count": 4},
    ]
    return [
        {"text": "福田区", "count": 16, "children": streets},
        {"text": "罗湖区", "href": "#c", "count": 9},
    ]


def _menu() -> list[dict[str, Any]]:
    return [
        {"text": _("Save this view"), "href": "#", "icon": "star"},
        {"text": _("Download the table"), "href": "#", "icon": "download"},
        {"text": _("Withdraw"), "href": "#", "icon": "trash", "danger": True},
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"text": _("Appeal"), "href": "#", "current": True},
        {"text": _("Timeline"), "href": "#"},
        {"text": _("Linked"), "href": "#", "count": 3},
    ]


def _rows(now: datetime) -> list[dict[str, Any]]:
    return [
        {"number": "SZ-26-000318", "title": _("Loose manhole cover at the gate"), "urgency": "urgent", "place": "莲花街道", "due": now + timedelta(minutes=18), "near": now - timedelta(minutes=1)},
        {"number": "SZ-26-000297", "title": _("Night noise from a building site"), "urgency": "ordinary", "place": "园岭街道", "due": now + timedelta(hours=21), "near": now + timedelta(hours=16)},
        {"number": "SZ-26-000251", "title": _("Street lamp out for a week"), "urgency": "ordinary", "place": "南山街道", "due": now - timedelta(hours=3), "near": now - timedelta(hours=9)},
    ]  # fmt: skip
