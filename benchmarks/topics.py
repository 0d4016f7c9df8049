"""How well similar-case groups are found in cities where the cases are known, and what a message costs.

The cities, places, problems and wordings are made up (`benchmarks/support/topic_texts.py`); nothing of them is known to
the engine. Per file: `f1` of the members of known cases with five members or more, each against the topic that holds most of it;
pairwise precision and recall over all cases; whether both largest cases are among the first three topics. Then a stream
of CDOS_BENCH_STREAM messages (default 6,000): CPU per message. Prints JSON.

    ./cdos bench topics      (CDOS_BENCH_STREAM=1000000 for a city's ten days)
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.support.made_topics import START, City, made

from cdos.nets.governance.topics import api
from cdos.nets.governance.topics.contracts import Topic

STREAM = int(os.environ.get("CDOS_BENCH_STREAM", "6000"))
LARGEST = 2
FIRST = 3
FILES = [
    {"seed": 1, "size": 300},
    {"seed": 2, "size": 1000, "coded": True},
    {"seed": 3, "size": 4000},
    {"seed": 4, "size": 4000, "coded": True},
    {"seed": 5, "size": 1000, "english": True},
]


def f1(found: set[str], known: set[str]) -> float:
    return 2 * len(found & known) / (len(found) + len(known)) if found or known else 1.0


def pairs(sets: list[set[str]]) -> int:
    return sum(len(each) * (len(each) - 1) // 2 for each in sets)


def score(topics: list[Topic], cases: dict[str, set[str]]) -> dict[str, object]:
    found = [set(map(str, topic.members)) for topic in topics]
    best = {
        name: max((f1(each, ids) for each in found), default=0.0)
        for name, ids in cases.items()
        if len(ids) >= 5
    }
    largest = sorted(cases.values(), key=len)[-LARGEST:]
    in_first = sum(max((f1(each, ids) for each in found[:FIRST]), default=0) >= 0.5 for ids in largest)
    known = list(cases.values())
    shared = sum(
        count * (count - 1) // 2 for ids in known for each in found if (count := len(ids & each)) > 1
    )
    right_pairs = pairs([each - {m for m in each if m.startswith("again")} for each in found])
    return {
        "f1": round(sum(best.values()) / max(len(best), 1), 3),
        "worst": round(min(best.values(), default=0), 3),
        "largest_f1": [round(max((f1(each, ids) for each in found), default=0), 3) for ids in largest],
        "largest_in_first_three": in_first,
        "pair_precision": round(shared / max(right_pairs, 1), 3),
        "pair_recall": round(shared / max(pairs(known), 1), 3),
        "topics": len(topics),
        "loud_is_topic": any("loud" in each for each in found),
    }


def one_file(given: dict[str, object]) -> dict[str, object]:
    messages, cases = made(**given)
    started = time.process_time()
    topics = api.topics_of(messages)
    spent = time.process_time() - started
    return {**given, **score(topics, cases), "cpu_s": round(spent, 2), "names": [t.name for t in topics[:4]]}


def stream() -> dict[str, object]:
    """Messages one by one into one city: places get more messages the better known they are."""
    city = City(99)
    places = [city.place() for _ in range(max(50, STREAM // 60))]
    problems = list(city.problems)
    groups, spent, worst = api.Groups(), 0.0, Counter()
    for n in range(STREAM):
        place = places[int(len(places) * city.random.random() ** 2)]
        message = city.message(str(n), place, city.random.choice(problems), START)
        started = time.process_time()
        groups.add(message)
        took = time.process_time() - started
        spent += took
        worst[int(took * 1000) // 10] += 1
        if n == STREAM - STREAM // 10:
            before = spent
    return {
        "messages": STREAM,
        "ms_per_message": round(1000 * spent / STREAM, 2),
        "ms_per_message_last_tenth": round(1000 * (spent - before) / (STREAM // 10), 2),
        "share_over_50_ms": round(sum(n for ms, n in worst.items() if ms >= 5) / STREAM, 5),
        "groups": len(groups.groups),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    print(
        json.dumps(
            {"files": [one_file(each) for each in FILES], "stream": stream() if STREAM else None},
            ensure_ascii=False,
            indent=1,
        )
    )
