"""Clients that file and answer appeals while the city is being killed, and their journal outside of the database.

A line is on the disk before the client goes on. What got no 2xx is journalled as unknown: it may or may not have
happened, and the client may send it again with the same key, as a good client does.
"""

import http.client
import json
import os
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT_S = 20
ANSWER = {"data": {"reply": "已核实，情况说明如下。", "outcome": "explained"}}


class Journal:
    """What was asked and what was answered, one JSON object a line, each flushed to the disk."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a")
        self.lock = threading.Lock()
        self.accepted: dict[str, str] = {}  # key of a filing: its number
        self.unknown: set[str] = set()
        self.answered: set[str] = set()  # numbers
        self.answers_unknown: set[str] = set()
        self.statuses: Counter[int] = Counter()

    def write(self, **line: object) -> None:
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())

    def filed(self, key: str, status: int, number: str) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.write(what="file", key=key, status=status, number=number)
            if number:
                self.accepted[key] = number
                self.unknown.discard(key)
            elif is_unknown(status):
                self.unknown.add(key)

    def moved(self, number: str, status: int) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.write(what="answer", number=number, status=status)
            if status in range(200, 300):
                self.answered.add(number)
            elif is_unknown(status):
                self.answers_unknown.add(number)


def is_unknown(status: int) -> bool:
    """No answer (0), or one that says nothing about whether it happened."""
    return status == 0 or status >= 500


@dataclass(slots=True)
class Client:
    number: int
    port: int
    run: str
    tokens: dict[str, str]
    journal: Journal
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.run}-{self.number}")

    def work(self, over: threading.Event) -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            key = f"{self.run}-{self.number}-{turn}"
            number = self._file(key)
            if not number and self.chance.random() < 0.5:
                time.sleep(0.5)
                number = self._file(key)
            if number and self.chance.random() < 0.4:
                status, _ = self._send(f"/api/appeals/{number}/moves/answer", ANSWER, "staff")
                self.journal.moved(number, status)
            time.sleep(0.02)

    def _file(self, key: str) -> str:
        body = {"text": f"井盖松动，夜间有响声，请尽快处理。[{key}]"}
        status, said = self._send("/api/appeals", body, "resident", key)
        number = str(said["number"]) if status in (200, 201) else ""
        self.journal.filed(key, status, number)
        if not number and not is_unknown(status):
            time.sleep(1)  # a plain refusal (too many requests) is an answer
        return number

    def _send(
        self, path: str, body: dict[str, object], who: str, key: str = ""
    ) -> tuple[int, dict[str, object]]:
        """Status 0 when no whole answer came."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.tokens[who]}"}
        if key:
            headers["Idempotency-Key"] = key
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            line.request("POST", path, json.dumps(body).encode(), headers)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.2)
            return 0, {}
        finally:
            line.close()
