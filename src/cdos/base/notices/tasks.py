"""Sending outside, once by effect key."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.crypto import api as crypto
from cdos.base.identity import api as identity
from cdos.base.jobs.api import Event, enqueue, subscribe, task
from cdos.base.notices import api, logic
from cdos.base.notices.adapters.registry import sender
from cdos.base.notices.contracts import Channel


@task(logic.SEND, outside=True)
def send(*, notice_id: int, channel: str, effect_key: str) -> None:
    logic.send(notice_id=notice_id, channel=Channel(channel), effect_key=effect_key)


@task(logic.SEND_SMS, outside=True, max_attempts=4)
def send_sms(*, text: str, effect_key: str, sealed: str = "", phone: str = "") -> None:
    """`phone` in clear: of a job that an earlier release wrote."""
    to = crypto.unseal(bytes.fromhex(sealed), column=logic.SEND_SMS) if sealed else phone
    sender(Channel.SMS).send(to=to, title="", body=text, key=effect_key)


@task(logic.SEND_MAIL, outside=True, max_attempts=4)
def send_mail(*, effect_key: str, sealed: str, title: str, body: str) -> None:
    to = crypto.unseal(bytes.fromhex(sealed), column=logic.SEND_MAIL)
    sender(Channel.MAIL).send(to=to, title=title, body=body, key=effect_key)


@subscribe("identity.code")
def send_code(event: Event) -> None:
    said = {"code": event.payload["code"], "minutes": event.payload["minutes"]}
    text = _("Your code is %(code)s. It is valid for %(minutes)s minutes. Do not tell it to anybody.") % said
    api.sms(phone=_phone(event), text=text, key=f"code:{event.id}")


@task(logic.SEND_LAST, outside=True, max_attempts=4)
def send_last(*, effect_key: str, channel: str, sealed: str, title: str, body: str) -> None:
    """To an address that the city has erased meanwhile; it is sealed in the job only."""
    to = crypto.unseal(bytes.fromhex(sealed), column="identity.closed")
    sender(Channel(channel)).send(to=to, title=title, body=body, key=effect_key)


@subscribe("identity.closed")
def say_farewell(event: Event) -> None:
    """The last notice, to the phone, or by mail where there is none."""
    said = event.payload
    channel = Channel.SMS if said.get("phone") else Channel.MAIL
    sealed = str(said.get("phone") or said["mail"])
    with override(str(said["language"]) or None):
        title = _("Your account is closed")
        body = _(
            "Your account is closed; nobody can sign in with it. Open matters go on and are answered. If that was not you, tell the service desk at once."
        )
    enqueue(
        logic.SEND_LAST,
        effect_key=f"closed:{event.id}",
        channel=channel.value,
        sealed=sealed,
        title=title,
        body=body,
    )


def change_words(what: str) -> str:
    """In the language that is on; empty for what nobody need be told."""
    known = {
        "password": _("Your password was changed."),
        "password-reset": _(
            "An administrator ended your password. Set a new one within 24 hours by a code to your phone."
        ),
        "factor-added": _("A second factor was added to your account."),
        "factor-removed": _("A second factor of your account was removed."),
        "factors-reset": _(
            "An administrator removed your second factors; set a new one up when you next sign in."
        ),
        "recovery-used": _("One of your recovery codes was used to sign in."),
    }
    return known.get(what, "")


@subscribe("identity.signed_in")
def tell_new_device(event: Event) -> None:
    """To the owner, in their language: somebody signed in with a browser that never did so before."""
    said = event.payload
    account = identity.account(int(said["account"]))
    if account is None:
        return
    with override(account.language or None):
        at = timezone.localtime(datetime.fromisoformat(str(said["at"])))
        words = {
            "device": said["device"] or _("Unknown device"),
            "address": said["address"],
            "at": f"{at:%Y-%m-%d %H:%M}",
        }
        body = _(
            "%(at)s, %(device)s, network %(address)s. If that was not you, sign that device out and change your password."
        )
        api.tell(
            account_id=account.id,
            title=_("A new device signed in"),
            body=body % words,
            link="/accounts/me/#devices",
            key=f"signed-in:{event.id}",
        )


@subscribe("identity.changed")
def tell_change(event: Event) -> None:
    """How an account signs in was changed: its owner hears of it."""
    account = identity.account(int(event.payload["account"]))
    if account is None:
        return
    with override(account.language or None):
        if title := change_words(str(event.payload["what"])):
            body, link = _("If that was not you, tell the service desk at once."), "/accounts/me/#factors"
            api.tell(account_id=account.id, title=title, body=body, link=link, key=f"changed:{event.id}")


def _phone(event: Event) -> str:
    sealed = event.payload.get("sealed")
    if sealed:
        return crypto.unseal(bytes.fromhex(str(sealed)), column=event.topic)
    return str(event.payload["phone"])  # announced by an earlier release
