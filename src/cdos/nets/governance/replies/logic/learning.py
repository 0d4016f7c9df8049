"""What clerks keep of what they were offered, and what the next drafts learn from it."""

from datetime import timedelta
from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Avg, Count, Sum
from django.utils import timezone

from cdos.base import statements
from cdos.base.masking.api import mask

from ..contracts import Learned, Piece, PieceKind
from ..models import Draft, Use

KEEP = timedelta(days=180)
PRIOR, PRIOR_USES = 0.6, 2.0  # what is expected of a source nobody has used
COMPARED = 6000  # characters

COUNT = """
INSERT INTO replies_use (kind, key, used, kept) VALUES (%s, %s, 1, %s)
ON CONFLICT (kind, key) DO UPDATE SET used = replies_use.used + 1, kept = replies_use.kept + excluded.kept
"""


def use_of(kind: PieceKind, key: str) -> Use | None:
    return Use.objects.filter(kind=kind.value, key=key[:60]).first()


def mean(use: Use | None) -> float | None:
    return round(use.kept / use.used, 2) if use and use.used else None


def expected(use: Use | None) -> float:
    """0..1; a few uses count a little, many decide."""
    used, kept = (use.used, use.kept) if use else (0, 0.0)
    return (kept + PRIOR * PRIOR_USES) / (used + PRIOR_USES)


def kept(offered: str, sent: str) -> float:
    """Share of the characters offered that stand in the sent text, in their order."""
    offered, sent = offered[:COMPARED], sent[: 2 * COMPARED]
    if not offered:
        return 0.0
    same = sum(
        block.size
        for block in SequenceMatcher(None, offered, sent, autojunk=False).get_matching_blocks()
        if block.size > 1
    )
    return same / len(offered)


def record(
    *, matter_id: int, account_id: int | None, language: str, offered: str, sent: str, pieces: list[Piece]
) -> float:
    """Keep what was offered and sent (masked), and count for each source what was kept of it."""
    shares = [(piece, kept(_fixed(piece), sent)) for piece in pieces]
    whole = kept(offered, sent)
    with transaction.atomic():
        Draft.objects.create(
            matter_id=matter_id,
            account_id=account_id,
            language=language,
            pieces=[{"kind": p.kind.value, "key": p.key, "kept": round(share, 3)} for p, share in shares],
            offered=mask(offered),
            sent=mask(sent),
            kept=round(whole, 4),
        )
        for piece, share in shares:
            statements.run(COUNT, [piece.kind.value, piece.key[:60], share])
    return whole


def _fixed(piece: Piece) -> str:
    """Of a template only its own words, not what fills it."""
    if piece.kind is not PieceKind.TEMPLATE:
        return piece.text
    words = piece.text
    for name in ("title", "number", "unit", "date", "answer"):
        words = words.replace("{" + name + "}", "")
    return words


def learned() -> Learned:
    whole = Draft.objects.aggregate(n=Count("id"), kept=Avg("kept"))
    kinds = Use.objects.values_list("kind").annotate(n=Sum("used"), kept=Sum("kept"))
    return Learned(
        sent=whole["n"],
        kept=None if whole["kept"] is None else round(whole["kept"], 3),
        by_kind={kind: (n, round(total / n, 3)) for kind, n, total in kinds if n},
    )


def forget() -> int:
    """Drafts older than half a year go; what was learned from them stays as numbers."""
    gone, _by_table = Draft.objects.filter(at__lt=timezone.now() - KEEP).delete()
    return gone
