"""Codes of authenticator apps: RFC 6238 with what every app does: SHA-1, 6 digits, 30 seconds."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
# A phone's clock may be one step off either way (RFC 6238, 5.2).
WINDOW = (0, 1, -1)


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 asks."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def secret_of(digest: bytes) -> str:
    """The secret made of the first 160 bits."""
    return base64.b32encode(digest[:20]).decode()


def code(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP_S


def step_of_code(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code this is, within the window; compared in constant time."""
    found = None
    for shift in WINDOW:
        step = step_of(now) + shift
        if hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            found = step if found is None else found
    return found


def address(secret: str, *, login: str, issuer: str) -> str:
    """What the picture for the app's camera says (otpauth URI)."""
    label = quote(f"{issuer}:{login}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
