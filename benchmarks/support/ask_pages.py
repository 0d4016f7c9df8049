"""Asks for one page of the workbench N times as a signed-in dispatcher. Prints JSON.

ask_pages.py names          the pages there are
ask_pages.py NAME N         wall_ms a request (median), bytes
"""

import http.client
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from cdos.base.identity import api as identity  # noqa: E402
from cdos.base.identity.contracts import DemoAccount  # noqa: E402
from cdos.base.organisation import api as organisation  # noqa: E402
from cdos.base.organisation.contracts import AreaLevel, Role  # noqa: E402

DISTRICT = "440304"
WORDS = {"common": "小区", "middling": "井盖", "rare": "龙眼", "two_words": "夜间 施工"}


def pages() -> dict[str, str]:
    communities = [area.code for area in organisation.areas(level=AreaLevel.COMMUNITY)][5:200:40]
    bench = "/staff/?queue=all&limit=50&"
    found = {
        "queue to dispatch": "/staff/?queue=appeal-dispatch",
        "district": f"{bench}area={DISTRICT}",
        "five communities": bench + urlencode([("area", code) for code in communities]),
        "overdue": "/staff/?queue=overdue",
    }
    found |= {f"search {name}": f"{bench}q={quote(word)}" for name, word in WORDS.items()}
    found["search in a district"] = f"{bench}area={DISTRICT}&q={quote('小区')}"
    found["one matter"] = "/staff/?queue=all&matter={number}"
    found["api list"] = f"/api/appeals?area={DISTRICT}"
    return found


def dispatcher() -> DemoAccount:
    """The demonstration account whose power to dispatch reaches the whole city."""
    for account in identity.demo_accounts():
        found = identity.sign_in(login=account.login, password=account.password, address="127.0.0.1").account
        actor = organisation.actor_of_account(found.id) if found else None
        if actor and any(
            post.role is Role.DISPATCHER and len(post.area) == 6 and post.area.endswith("00")
            for post in actor.posts
        ):
            return account
    raise SystemExit("There is no dispatcher among the demonstration accounts.")


TOKEN = "csrfmiddlewaretoken"
COOKIES = (
    Path(tempfile.gettempdir()) / f"cdos-bench-{os.environ.get('CDOS_BENCH_URL', '').rpartition(':')[2]}.json"
)


class Visitor:
    """Keeps its session in a file: signing in is dear on purpose, and no part of what is measured."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self.line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        self.cookies: dict[str, str] = json.loads(COOKIES.read_text()) if COOKIES.exists() else {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = urlencode(form).encode() if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read()

    def sign_in(self) -> None:
        account = dispatcher()
        self.send("/accounts/sign-in/", login=account.login, password=account.password)
        self.send("/accounts/second/")
        COOKIES.write_text(json.dumps(self.cookies))

    def send(self, path: str, **fields: str) -> None:
        """A form of the sign-in, with the demonstration's code where the page shows one."""
        _, page = self.ask("GET", path)
        for name, pattern in (
            (TOKEN, rb'csrfmiddlewaretoken" value="([^"]+)"'),
            ("code", rb"data-demo-code>([^<]+)<"),
        ):
            if found := re.search(pattern, page):
                fields[name] = found[1].decode()
        status, _ = self.ask("POST", path, fields)
        if status != 302:
            raise SystemExit(f"Signing in at {path} gave {status}")


def main() -> None:
    if sys.argv[1] == "names":
        COOKIES.unlink(missing_ok=True)
        print(json.dumps({"names": list(pages())}))
        return
    visitor = Visitor(os.environ["CDOS_BENCH_URL"])
    if visitor.ask("GET", "/staff/")[0] != 200:
        visitor.sign_in()
    path = pages()[sys.argv[1]]
    if "{number}" in path:
        _, page = visitor.ask("GET", "/staff/?queue=all")
        numbers = re.findall(rb'id="row-([^"]+)"', page)
        path = path.replace("{number}", numbers[20].decode())
    walls, size = [], 0
    for _ in range(int(sys.argv[2])):
        started = time.perf_counter()
        status, said = visitor.ask("GET", path)
        walls.append(1000 * (time.perf_counter() - started))
        size = len(said)
        if status != 200:
            raise SystemExit(f"{path} gave {status}")
    print(json.dumps({"wall_ms": statistics.median(walls), "bytes": size}))


if __name__ == "__main__":
    main()
