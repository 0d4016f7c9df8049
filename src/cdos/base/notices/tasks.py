"""Sending outside, once by effect key."""

from django.utils.translation import gettext as _

from cdos.base.jobs.api import Event, subscribe, task
from cdos.base.notices import api, logic
from cdos.base.notices.adapters.registry import sender
from cdos.base.notices.contracts import Channel


@task(logic.SEND, outside=True)
def send(*, notice_id: int, channel: str, effect_key: str) -> None:
    logic.send(notice_id=notice_id, channel=Channel(channel), effect_key=effect_key)


@task(logic.SEND_SMS, outside=True, max_attempts=4)
def send_sms(*, phone: str, text: str, effect_key: str) -> None:
    sender(Channel.SMS).send(to=phone, title="", body=text, key=effect_key)


@subscribe("identity.code")
def send_code(event: Event) -> None:
    said = {"code": event.payload["code"], "minutes": event.payload["minutes"]}
    text = _("Your code is %(code)s. It is valid for %(minutes)s minutes. Do not tell it to anybody.") % said
    api.sms(phone=str(event.payload["phone"]), text=text, key=f"code:{event.id}")
