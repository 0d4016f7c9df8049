"""What holders are told about their licences."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.notices import api as notices
from cdos.base.notices.contracts import Channel, Telling

from ..contracts import Act, Licence

BEFORE = timedelta(days=30)
GRAVE = {Act.SUSPENDED, Act.REVOKED, Act.WITHDRAWN, Act.CANCELLED}


def address(licence: Licence) -> str:
    return reverse("licences:licence", args=[licence.id])


def issued(licence: Licence) -> None:
    words = {"licence": licence.type.name, "issuer": licence.issuer_name}
    notices.tell(
        party_id=licence.holder_id,
        title=_("%(licence)s is in your licences") % words,
        body=_("%(issuer)s has issued it. You can show and use it at once.") % words,
        link=address(licence),
        key=f"licence-issued:{licence.id}",
    )


def moved(licence: Licence, act: Act, reason: str) -> None:
    words = {"licence": licence.type.name, "issuer": licence.issuer_name, "reason": reason}
    titles = {
        Act.SUSPENDED: _("%(licence)s is suspended"),
        Act.RESUMED: _("%(licence)s is valid again"),
        Act.WITHDRAWN: _("%(licence)s was withdrawn"),
        Act.CANCELLED: _("%(licence)s was cancelled"),
        Act.REVOKED: _("%(licence)s was revoked"),
        Act.EXPIRED: _("%(licence)s has run out"),
        Act.MOVED_OUT: _("%(licence)s has moved out"),
    }
    channels: Sequence[Channel] = (Channel.APP, Channel.SMS) if act in GRAVE else (Channel.APP,)
    notices.tell(
        party_id=licence.holder_id,
        title=titles[act] % words,
        body=_("%(issuer)s: %(reason)s") % words,
        link=address(licence),
        channels=channels,
    )


def used(licence: Licence, by: str, purpose: str) -> None:
    """Told where somebody other than the holder uses it."""
    words = {"licence": licence.type.name, "by": by, "purpose": purpose}
    notices.tell(
        party_id=licence.holder_id,
        title=_("%(licence)s was used") % words,
        body=_("%(by)s used it for: %(purpose)s. You can stop this use.") % words,
        link=address(licence),
    )


def running_out(licences: Sequence[Licence], today: date) -> int:
    """Once a licence, a month before its end."""
    return notices.tell_many(
        [
            Telling(
                title=_("%(licence)s runs out on %(day)s")
                % {"licence": one.type.name, "day": f"{one.valid_until:%Y-%m-%d}"},
                body=_("Renew it in time: it can be done online."),
                party_id=one.holder_id,
                account_id=None,
                link=address(one),
                channels=(Channel.APP,),
                key=f"licence-runs-out:{one.id}",
            )
            for one in licences
            if one.valid_until is not None and today <= one.valid_until <= today + BEFORE
        ]
    )
