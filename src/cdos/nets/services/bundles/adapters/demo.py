"""The demonstration's department systems: they keep what they were handed, and can be switched off for a while."""

from django.utils.translation import gettext as _

from cdos.base.fence import api as fence

from ..contracts import Parcel, SystemAway
from ..logic import moment
from ..models import Outage, Received


class DemonstrationSystem:
    """Takes each key in once: a second hand-over of the same part gives the first receipt."""

    name = "demonstration"

    def take(self, parcel: Parcel) -> str:
        with fence.everything():
            if Outage.objects.filter(department=parcel.department, until__gt=moment.now()).exists():
                raise SystemAway(_("The department's system does not answer."))
            row, _new = Received.objects.get_or_create(
                department=parcel.department,
                key=parcel.key,
                defaults={"item": parcel.item, "at": moment.now()},
            )
        return f"{row.department}/{row.pk}"
