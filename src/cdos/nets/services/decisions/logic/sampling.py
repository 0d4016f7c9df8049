"""A share of the automatic decisions goes to people, drawn so that anybody with the key can check the draw afterwards.

The draw depends on the matter, the rule and its version only: asked again it is the same, and no applicant can foresee it.
"""

import hashlib
import hmac

from django.conf import settings

DRAWN_FROM = 1 << 64


def drawn(matter: str, rule: str, version: int) -> bool:
    """Whether this decision is for a person; the share is `DECISION_SAMPLE_PERCENT`."""
    return draw(matter, rule, version) * 100 < settings.DECISION_SAMPLE_PERCENT


def draw(matter: str, rule: str, version: int) -> float:
    """A number from 0 to 1, spread evenly over matters."""
    told = f"decisions.sample:{matter}:{rule}:{version}".encode()
    made = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()
    return int.from_bytes(made[:8], "big") / DRAWN_FROM
