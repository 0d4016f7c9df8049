"""How well personal data is found in free text: precision and recall by type, on a set made for it.

The set knows nothing of the recognisers: its surnames, roads, estates, sentences and number makers are its own
(`benchmarks/support/masking_set.py`), and so are the texts that only look personal. A span counts as found when a
recognised one of the same type covers at least half of it; `leaked` counts those of which the clear value is still in
the masked text. `held_out` are the real messages of ../shared/data/appeals, where that folder is: nobody labelled them, so it
only says how much was found per 10,000 messages. Prints JSON.

    ./cdos bench masking       (CDOS_BENCH_ROWS=2000: texts of the made set)
"""

import csv
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cdos.base.masking import api as masking

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.support.masking_set import Labelled, made_texts, plain_texts

ROWS = int(os.environ.get("CDOS_BENCH_ROWS", "6000"))
REAL = Path(os.environ.get("CDOS_BENCH_REAL", Path(__file__).resolve().parents[2] / "shared/data/appeals"))
COLUMNS = {"messages_unlabelled_2801.csv": "留言详情", "messages_hot_4326.csv": "留言详情"}


def covers(span: masking.Span, kind: str, start: int, end: int) -> bool:
    shared = min(span.end, end) - max(span.start, start)
    return span.kind.value == kind and 2 * shared >= end - start


def score(texts: list[Labelled]) -> dict[str, dict[str, float | int]]:
    wanted, found, right, hit, leaked = Counter(), Counter(), Counter(), Counter(), Counter()
    for text in texts:
        spans = masking.find(text.text)
        masked = masking.mask(text.text)
        for kind, start, end in text.spans:
            wanted[kind] += 1
            hit[kind] += any(covers(span, kind, start, end) for span in spans)
            leaked[kind] += text.text[start:end] in masked
        for span in spans:
            found[span.kind.value] += 1
            right[span.kind.value] += any(
                kind == span.kind.value and start < span.end and span.start < end
                for kind, start, end in text.spans
            )
    return {
        kind: {
            "precision": round(right[kind] / found[kind], 4) if found[kind] else 1.0,
            "recall": round(hit[kind] / wanted[kind], 4),
            "n": wanted[kind],
            "found": found[kind],
            "leaked": leaked[kind],
        }
        for kind in sorted(wanted)
    }


def real_texts() -> Iterator[str]:
    for name, column in COLUMNS.items():
        if (REAL / name).exists():
            with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
                yield from (row[column] for row in csv.DictReader(file) if row[column])


def held_out() -> dict[str, object]:
    texts = list(real_texts())
    if not texts:
        return {"texts": 0}
    began = time.process_time()
    found = Counter(span.kind.value for text in texts for span in masking.find(text))
    spent = time.process_time() - began
    return {
        "texts": len(texts),
        "characters_per_cpu_second": round(sum(map(len, texts)) / spent),
        "found_per_10000": {
            kind: round(10000 * count / len(texts), 1) for kind, count in sorted(found.items())
        },
    }


def main() -> None:
    texts = made_texts(ROWS)
    plain = plain_texts()
    touched = [text for text in plain if masking.mask(text) != text]
    print(
        json.dumps(
            {
                "texts": len(texts) + len(plain),
                "by_type": score([*texts, *(Labelled(text, ()) for text in plain)]),
                "hard_negatives": {"n": len(plain), "touched": len(touched), "which": touched},
                "held_out": held_out(),
            },
            ensure_ascii=False,
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
