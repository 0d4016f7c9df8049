"""Files N appeals through POST /api/appeals over kept-open connections. Prints JSON: filed, wall_s.

file_appeals.py N CLIENTS RUN      RUN makes the idempotency keys of this run its own
"""

import http.client
import json
import os
import random
import sys
import threading
import time
from urllib.parse import urlsplit

PROBLEMS = (
    "路灯不亮",
    "井盖松动",
    "夜间施工噪声扰民",
    "垃圾没有及时清运",
    "小区停水",
    "占道停车堵住消防通道",
    "餐馆油烟直排",
    "树枝压到电线",
)
PLACES = ("小区门口", "学校旁边", "地铁口", "菜市场后面", "公园东门", "公交站台", "天桥下面", "停车场入口")
ENDINGS = (
    "请尽快处理。",
    "已经反映过两次，没有人来。",
    "老人和孩子经过很危险，希望派人看一下。",
    "什么时候能解决？请答复。",
)


def body(chance: random.Random) -> bytes:
    """A new text each time, 60 to 220 characters, at a place in the city."""
    parts = [
        f"{chance.choice(PLACES)}{chance.choice(PROBLEMS)}，{chance.choice(ENDINGS)}"
        for _ in range(chance.randint(2, 6))
    ]
    text = f"{chance.randint(1, 999)}号{''.join(parts)}"
    place = {
        "lon": round(chance.uniform(113.95, 114.1), 5),
        "lat": round(chance.uniform(22.53, 22.6), 5),
        "address": "深南大道",
    }
    return json.dumps({"text": text, "place": place}, ensure_ascii=False).encode()


def client(address: str, share: int, run: str, number: int, done: list[int]) -> None:
    where = urlsplit(address)
    line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    chance = random.Random(f"{run}-{number}")
    for turn in range(share):
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{run}-{number}-{turn}"}
        line.request("POST", "/api/appeals", body(chance), headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise SystemExit(f"{answer.status}: {said[:300]!r}")
        done.append(answer.status)


def main() -> None:
    wanted, clients, run = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    done: list[int] = []
    started = time.monotonic()
    threads = [
        threading.Thread(target=client, args=(os.environ["CDOS_BENCH_URL"], wanted // clients, run, n, done))
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"filed": len(done), "wall_s": time.monotonic() - started}))


if __name__ == "__main__":
    main()
