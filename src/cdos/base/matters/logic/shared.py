"""The public part of a matter behind a link that somebody shared."""

from dataclasses import replace

from django.core import signing
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import EntryInfo, MatterInfo, NotAllowed, Place, Visibility
from cdos.base.matters.logic import entries, flows, parts, rows
from cdos.base.matters.logic.texts import translated
from cdos.base.organisation.contracts import Actor

SALT = "cdos.matters.share"


def token_for(actor: Actor, number: str) -> str:
    matter = rows.matter(number=number)
    parts.check_may_see(actor, matter)
    return _sign(matter.number)


def _sign(number: str) -> str:
    return signing.Signer(salt=SALT).signature(number)


def view(number: str, token: str) -> tuple[MatterInfo, list[EntryInfo]]:
    try:
        signing.Signer(salt=SALT).unsign(f"{number.strip().upper()}:{token}")
    except signing.BadSignature as error:
        raise NotAllowed("not_visible", _("This link does not work. Please ask for a new one.")) from error
    with fence.everything():
        return _public_part(number)


def _public_part(number: str) -> tuple[MatterInfo, list[EntryInfo]]:
    matter = rows.matter(number=number)
    lines = entries.read(matter=matter, visibilities=(Visibility.PUBLIC.value, Visibility.SUBJECT.value))
    # What was said is between the city and the person; that it went on is not.
    plain = [replace(line, text="", data={}, files=()) for line in lines]
    return _stripped(rows.info_of(matter)), plain


def _stripped(info: MatterInfo) -> MatterInfo:
    """Without what the person wrote, who they are and where they are."""
    title = translated(flows.flow_of(info.kind).title)
    place = Place(scope=replace(info.place.scope, community=""))
    return replace(info, title=title, subject_id=None, filed_by=None, holder_account=None, place=place)
