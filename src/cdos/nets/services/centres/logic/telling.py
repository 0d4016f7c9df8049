"""What people are told about appointments and their turn."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel

from ..contracts import Appointment, Mode
from ..models import Ticket

ALSO_SMS = (Channel.APP, Channel.SMS)


def _words(one: Appointment) -> dict[str, str]:
    local = timezone.localtime(one.at)
    return {"centre": one.centre_name, "at": f"{local:%Y-%m-%d %H:%M}", "what": one.what}


def _link(one: Appointment) -> str:
    return reverse("centres:appointment", args=[one.id])


def booked(one: Appointment) -> None:
    words = _words(one)
    video = one.mode == Mode.VIDEO.value
    notices.tell(
        party_id=one.party_id,
        title=_("Appointment on %(at)s") % words,
        body=(
            _("By video with %(centre)s. The address of the room is sent to you when it opens.") % words
            if video
            else _(
                "At %(centre)s. Say on this page that you are there, and you get a number without queueing."
            )
            % words
        ),
        link=_link(one),
        channels=ALSO_SMS,
        key=f"appointment:{one.id}:booked",
    )


def reminded(one: Appointment, *, soon: bool) -> int:
    words = _words(one)
    title = _("In an hour: your appointment") if soon else _("Tomorrow: your appointment")
    return int(
        notices.tell(
            party_id=one.party_id,
            title=title,
            body=_("%(at)s, %(centre)s. If you cannot come, please cancel it for somebody else.") % words,
            link=_link(one),
            channels=ALSO_SMS,
            key=f"appointment:{one.id}:{'hour' if soon else 'day'}",
        )
    )


def missed(one: Appointment, blocked_until: datetime | None) -> None:
    words = _words(one)
    more = (
        _(" You missed three appointments, so you can book again from %(day)s.")
        % {"day": f"{timezone.localtime(blocked_until):%Y-%m-%d}"}
        if blocked_until
        else ""
    )
    notices.tell(
        party_id=one.party_id,
        title=_("You missed an appointment"),
        body=_("%(at)s, %(centre)s. You can book another one.") % words + more,
        link=reverse("centres:appointments"),
        key=f"appointment:{one.id}:missed",
    )


def not_opened(one: Appointment) -> None:
    notices.tell(
        party_id=one.party_id,
        title=_("Your video appointment did not take place"),
        body=_("%(at)s, %(centre)s: the office did not open the room. Please book another time.")
        % _words(one),
        link=reverse("centres:appointments"),
        key=f"appointment:{one.id}:not-opened",
    )


def room(one: Appointment) -> None:
    notices.tell(
        party_id=one.party_id,
        title=_("Your video appointment begins"),
        body=_("%(centre)s waits for you. Open the page and join.") % _words(one),
        link=_link(one),
        channels=ALSO_SMS,
    )


def _turn(row: Ticket, title: str, body: str, key: str) -> None:
    if row.party_id is not None:
        link = reverse("centres:ticket", args=[row.key])
        notices.tell(party_id=row.party_id, title=title, body=body, link=link, key=f"ticket:{row.pk}:{key}")


def called(row: Ticket, number: str) -> None:
    words = {"number": number, "window": row.window, "centre": row.centre.name}
    _turn(
        row,
        _("%(number)s: please come to %(window)s") % words,
        _("%(centre)s calls you.") % words,
        f"called{row.calls}{int(row.returned)}",
    )


def foretold(row: Ticket, number: str, ahead: int) -> None:
    words = {"number": number, "ahead": ahead, "centre": row.centre.name}
    _turn(
        row,
        _("%(number)s: %(ahead)s before you") % words,
        _("Please be at %(centre)s now.") % words,
        "soon",
    )


def gone(row: Ticket, number: str) -> None:
    words = {"number": number, "centre": row.centre.name}
    _turn(
        row,
        _("%(number)s was called, and you were not there") % words,
        _("Within half an hour you can come back once, without a new number."),
        "gone",
    )
