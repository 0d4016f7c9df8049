"""How good a model is beside what serves and beside the list's wording alone, on rows that none of them learned from."""

from collections.abc import Sequence
from typing import Any

from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import Learned

from ..contracts import Band, Example, Level
from . import labels
from .service import Served

LEASTS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
MOST_COMBINED = 2000


def scores(wanted: Sequence[str], said: Sequence[tuple[str, str]]) -> dict[str, float]:
    """accuracy, macro_f1, top2_accuracy of first and second guesses."""
    if not wanted:
        return {"accuracy": 0.0, "macro_f1": 0.0, "top2_accuracy": 0.0}
    there = sorted(set(wanted) | {first for first, _second in said if first})
    f1 = []
    for label in there:
        right = sum(1 for want, (first, _) in zip(wanted, said, strict=True) if want == first == label)
        both = sum(want == label for want in wanted) + sum(first == label for first, _ in said)
        f1.append(2 * right / both if both else 0.0)
    firsts = sum(want == first for want, (first, _) in zip(wanted, said, strict=True))
    either = sum(want in pair for want, pair in zip(wanted, said, strict=True))
    return {
        "accuracy": round(firsts / len(wanted), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
        "top2_accuracy": round(either / len(wanted), 4),
    }


def of_model(served: Served, rows: Sequence[Example], level: Level) -> dict[str, float]:
    """Measured at `level`, which is the model's own or coarser."""
    by_code = {item.code: item for item in appeals.duty_items()}
    kept = [row for row in rows if row.labels.get(level)]
    ranked = served.classifier.ranked([(row.title, row.text) for row in kept], most=12)
    said = []
    for found in ranked:
        keys = [labels.lifted(served.keys.get(name, ""), served.level, level, by_code) for name, _ in found]
        chances: dict[str, float] = {}
        for key, (_name, chance) in zip(keys, found, strict=True):
            chances[key] = chances.get(key, 0.0) + chance
        best = sorted((key for key in chances if key), key=lambda key: -chances[key])
        said.append((best[0] if best else "", best[1] if len(best) > 1 else ""))
    return scores([row.labels[level] for row in kept], said)


def of_wording(rows: Sequence[Example], level: Level) -> dict[str, float]:
    """What the duty list's own wording says, without any history."""
    kept = [row for row in rows if row.labels.get(level)][:MOST_COMBINED]
    said = []
    for row in kept:
        found = appeals.suggest_items(text=f"{row.title}\n{row.text}", limit=8)
        keys = list(dict.fromkeys(appeals.label_of(item=one.item, level=level.value) for one in found))
        said.append((keys[0] if keys else "", keys[1] if len(keys) > 1 else ""))
    return scores([row.labels[level] for row in kept], said)


def bands(served: Served | None, rows: Sequence[Example]) -> tuple[list[Band], dict[str, float]]:
    """How sure the whole proposal is (wording and model together) and how often its item is right then."""
    kept = [row for row in rows if row.labels.get(Level.ITEM)][:MOST_COMBINED]
    told: list[tuple[float, bool]] = []
    firsts, either = 0, 0
    for row in kept:
        said: Learned | None = served.says(row.title, row.text) if served else None
        found = appeals.guesses_with(text=f"{row.title}\n{row.text}", learned=said, limit=2)
        codes = [one.item.code for one in found]
        right = bool(codes) and codes[0] == row.labels[Level.ITEM]
        told.append((found[0].confidence if found else 0.0, right))
        firsts += right
        either += row.labels[Level.ITEM] in codes
    figures = {
        "items": len(kept),
        "item_accuracy": round(firsts / max(1, len(kept)), 4),
        "item_top2": round(either / max(1, len(kept)), 4),
    }
    return [_band(least, told) for least in LEASTS] if kept else [], figures


def _band(least: float, told: Sequence[tuple[float, bool]]) -> Band:
    above = [right for confidence, right in told if confidence >= least]
    return Band(
        least, round(len(above) / len(told), 4), round(sum(above) / max(1, len(above)), 4), len(above)
    )


def plain(found: Sequence[Band]) -> list[dict[str, Any]]:
    return [{"least": one.least, "share": one.share, "right": one.right, "rows": one.rows} for one in found]
