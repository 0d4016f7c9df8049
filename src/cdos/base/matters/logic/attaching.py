"""Files of a matter; those on lines for staff have another owner kind, so the subject cannot download them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.matters.contracts import MoveRefused, Visibility
from cdos.base.matters.logic.texts import storable

OWNER, STAFF_OWNER = "matter", "matter_staff"


def attach(*, tokens: Sequence[str], owner_id: int, visibility: Visibility = Visibility.SUBJECT) -> None:
    if not tokens:
        return
    tokens = [storable(token) for token in tokens]
    owner = STAFF_OWNER if visibility is Visibility.STAFF else OWNER
    try:
        files.attach(tokens=tokens, owner_kind=owner, owner_id=owner_id)
    except LookupError as error:
        raise MoveRefused("file_gone", _("A file is not there any more. Please attach it again.")) from error
