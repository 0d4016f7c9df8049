"""Codes as words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..contracts import Channel

CHANNELS: dict[str, Promise] = {
    Channel.PATROL.value: _("Patrol"),
    Channel.SENSOR.value: _("Sensors"),
    Channel.WEB.value: _("The web"),
}
