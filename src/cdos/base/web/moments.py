"""Times as people say them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cdos.base.web.filling import fill

# The letters of date formats that our languages use; lists hold a hundred times, and Django's own writer is slow.
LETTERS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda at: str(at.year),
    "n": lambda at: str(at.month),
    "m": lambda at: f"{at.month:02}",
    "j": lambda at: str(at.day),
    "d": lambda at: f"{at.day:02}",
    "H": lambda at: f"{at.hour:02}",
    "i": lambda at: f"{at.minute:02}",
    "M": lambda at: str(MONTHS_3[at.month]).title(),
}


@lru_cache
def _letters(pattern: str) -> tuple[Callable[[datetime], str] | str, ...] | None:
    """What the pattern is made of; None where Django must write it."""
    if any(c == "\\" or (c.isascii() and c.isalpha() and c not in LETTERS) for c in pattern):
        return None
    return tuple(LETTERS.get(c, c) for c in pattern)


def written(local: datetime, pattern: str) -> str:
    """As `date_format`, which writes the patterns with other letters."""
    letters = _letters(pattern)
    if letters is None:
        return date_format(local, pattern)
    return "".join([one if isinstance(one, str) else one(local) for one in letters])


def here(value: datetime) -> datetime:
    """In the city's time; all pages show it, so it need not be asked for each request anew."""
    return value.astimezone(timezone.get_default_timezone())


def span(delta: timedelta) -> str:
    """The largest fitting unit: "18 min", "5 h", "3 days"."""
    minutes = int(delta.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d h", "%(n)d h", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def full(value: datetime) -> str:
    return written(here(value), _("j M Y H:i"))


def due(value: datetime) -> str:
    """Day and hour, the year only where it is another one."""
    local = here(value)
    same_year = local.year == here(timezone.now()).year
    return written(local, _("j M H:i") if same_year else _("j M Y H:i"))


def day(value: datetime) -> str:
    local = here(value)
    same_year = local.year == here(timezone.now()).year
    return written(local, _("j M") if same_year else _("j M Y"))


def near(value: datetime) -> str:
    """ "just now", "18 min ago", "14:05", "yesterday 14:05", "25 Nov"."""
    now, local = here(timezone.now()), here(value)
    ago = now - local
    if timedelta() <= ago < timedelta(minutes=1):
        return _("just now")
    if timedelta() <= ago < timedelta(hours=1):
        return _("%(time)s ago") % {"time": span(ago)}
    if local.date() == now.date():
        return local.strftime("%H:%M")
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": local.strftime("%H:%M")}
    return day(value)


STYLES = {"near": near, "full": full, "due": due, "day": day}


def time_tag(value: datetime | None, style: str = "near") -> SafeString:
    if value is None:
        return mark_safe('<span class="quiet">—</span>')
    return fill(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), full(value), STYLES[style](value)
    )
