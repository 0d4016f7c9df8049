"""Turns mail (RFC 5322) into appeals: a new one, or an addition to the one whose number is in the subject."""

import hashlib
import html
import io
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from django.utils.translation import gettext as _

from cdos.base.files import api as files
from cdos.base.files.contracts import FileRefused
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused
from cdos.base.organisation.contracts import Actor

from ..contracts import MAX_TEXT, AppealFiling, AppealRefused, Contact, MailResult, Source
from ..models import Appeal
from . import contacts, writing
from . import filing as filings
from .text import is_blank, one_line, safe

NUMBER = re.compile(r"\b[A-Z0-9]{1,8}-\d{2}-\d{7,15}-[0-9X]\b")
TAGS = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
BREAKS = re.compile(r"<\s*(br|/p|/div|/tr|/li)\b[^>]*>", re.IGNORECASE)
QUOTED = re.compile(r"^(>|-----\s*(Original|原始)|(On|在) .{4,120}(wrote|写道)[:：])", re.MULTILINE)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
MOST_ATTACHMENTS = 20


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    sender_name: str
    sender: str
    subject: str
    text: str
    automatic: bool
    attachments: tuple[tuple[str, bytes], ...]


def _decoded(part: MIMEPart) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, ValueError):  # an unknown or wrong charset
        payload = part.get_payload(decode=True)
        content = payload.decode("gb18030", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = _decoded(part)
    if part.get_content_subtype() == "html":
        text = html.unescape(TAGS.sub("", BREAKS.sub("\n", text)))
    return safe(text).strip()


def _attachments(message: EmailMessage) -> tuple[tuple[str, bytes], ...]:
    found = []
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            found.append((one_line(part.get_filename() or "attachment", 200), content))
    return tuple(found[:MOST_ATTACHMENTS])


def parse(raw: bytes) -> Letter:
    """Reads what mail programs send, also where they break the rules. AppealRefused where it is no mail."""
    try:
        return _letter(raw)
    except AppealRefused:
        raise
    except Exception as broken:  # the standard library's parser raises anything on what it cannot read
        raise AppealRefused("mail", _("This is not a mail.")) from broken


def _letter(raw: bytes) -> Letter:
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise AppealRefused("mail", _("This is not a mail."))
    name, address = parseaddr(_header(message, "From"))
    if not ADDRESS.fullmatch(address.strip()):
        raise AppealRefused("mail", _("This is not a mail."))
    automatic = _header(message, "Auto-Submitted").lower() not in ("no", "")
    bulk = _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
    own = safe(_header(message, "Message-ID")).strip()
    return Letter(
        message_id=own[:190] if own.strip("<> ") else f"sha256:{hashlib.sha256(raw).hexdigest()}",
        sender_name=one_line(name, 100),
        sender=one_line(address, 200),
        subject=one_line(_header(message, "Subject"), 300),
        text=_body(message),
        automatic=automatic or bulk,
        attachments=_attachments(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    """As it was written where the parser cannot read it."""
    try:
        return str(message.get(name, ""))
    except Exception:
        found = (value for key, value in message.raw_items() if key.lower() == name.lower())
        return str(next(found, ""))


def _store(letter: Letter) -> tuple[tuple[str, ...], list[str]]:
    """Tokens of what was accepted, and why the rest was not."""
    tokens, refused = [], []
    for name, content in letter.attachments:
        try:
            tokens.append(files.store(stream=io.BytesIO(content), name=name, uploaded_by=None).token)
        except FileRefused as refusal:
            refused.append(f"{name}: {refusal}")
    return tuple(tokens), refused


def _answered(letter: Letter) -> Appeal | None:
    """The appeal that the letter belongs to: its number is in the subject and its person sent it.

    One that was joined to another takes it itself, and tells the live one: the other's person must not read it.
    """
    for number in NUMBER.findall(letter.subject.upper()):
        row = Appeal.objects.filter(number=number).first()
        writer = contacts.of(row).mail if row is not None else ""
        if writer and writer.lower() == letter.sender.lower():
            return row
    return None


def receive(raw: bytes) -> MailResult:
    letter = parse(raw)
    known = Appeal.objects.filter(origin=letter.message_id).first()
    if known is not None:
        return MailResult(known.number, False, "seen before")
    if letter.automatic:
        raise AppealRefused("mail", _("Automatic answers are not filed."))
    target = _answered(letter)
    tokens, refused = _store(letter)
    if target is not None:
        return _add(letter, target, tokens)
    return _file(letter, tokens, refused)


def _file(letter: Letter, tokens: tuple[str, ...], refused: list[str]) -> MailResult:
    text = letter.text or letter.subject
    if refused:
        text += "\n\n" + _("Attachments that could not be taken:") + "\n" + "\n".join(refused)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    filing = AppealFiling(
        text=text,
        title=letter.subject,
        contact=Contact(name=letter.sender_name, mail=letter.sender),
        source=Source.MAIL,
        files=tokens,
        origin=letter.message_id,
    )
    actor = Actor(name=letter.sender_name or letter.sender)
    filed = filings.file(actor=actor, filing=filing, idempotency_key=letter.message_id)
    if filed.created:
        writing.filed(filed.number)
    return MailResult(filed.number, filed.created, "filed" if filed.created else "seen before")


def _add(letter: Letter, target: Appeal, tokens: tuple[str, ...]) -> MailResult:
    """The new words only: what the letter quotes is in the timeline already."""
    found = QUOTED.search(letter.text)
    text = letter.text[: found.start()].strip() if found else letter.text
    data = {"text": letter.text[:20_000] if is_blank(text) else text[:20_000]}
    actor = Actor(name="" if target.anonymous else letter.sender_name, system=True)
    seen = any(
        entry.data.get("message_id") == letter.message_id
        for entry in matters.timeline(actor=actor, number=target.number)
    )
    if seen:
        return MailResult(target.number, False, "seen before")
    try:
        matters.act(
            actor=actor,
            number=target.number,
            move="supplement",
            data=data | {"message_id": letter.message_id},
            files=tokens,
            for_subject=True,
        )
    except MoveRefused as refusal:  # closed: what was written is not lost
        return _file(letter, tokens, [str(refusal)])
    return MailResult(target.number, False, "added")
