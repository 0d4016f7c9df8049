"""Files N instant applications through POST /api/applications, one after another. Prints JSON: filed, wall_s, licences.

file_applications.py ITEM N RUN      RUN makes the idempotency keys of this run its own
"""

import http.client
import json
import os
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from cdos.base.identity import api as identity  # noqa: E402
from cdos.nets.services.forms import api as forms  # noqa: E402

LOGIN = "linguodong"  # old enough for the card
PLAIN: dict[str, Any] = {
    "text": "无",
    "long_text": "无",
    "number": 1,
    "money": 100_000,
    "yes_no": True,
    "phone": "15400000001",
    "address": "深圳市福田区莲花街道景田社区景田东路 8 号",
    "date": "2020-06-01",
}


def answers(item: str) -> dict[str, Any]:
    """What the form requires; of choices the first."""
    form = forms.form(item)
    found: dict[str, Any] = {}
    for entry in form.entries if form else ():
        schema = form.schema["properties"][entry.name] if form else {}
        options = [one["const"] for one in schema.get("oneOf", ())] or list(schema.get("enum", ()))
        if entry.required:
            found[entry.name] = options[0] if options else PLAIN.get(entry.widget, "")
    return found


def token(login: str) -> str:
    account = identity.account_by_login(login)
    if account is None:
        raise SystemExit(f"There is no demonstration account {login}.")
    return identity.create_token(account_id=account.id, name="bench", scopes=("read", "write"))


def main(item: str, times: int, run: str) -> None:
    where = urlsplit(os.environ["CDOS_BENCH_URL"])
    line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    body = json.dumps(
        {"item": item, "answers": answers(item), "consents": ["licences", "household", "residence"]}
    ).encode()
    head = {"Content-Type": "application/json", "Authorization": f"Bearer {token(LOGIN)}"}
    licences, began = 0, time.perf_counter()
    for turn in range(times):
        line.request("POST", "/api/applications", body, {**head, "Idempotency-Key": f"{run}-{turn}"})
        answer = line.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise SystemExit(f"{answer.status}: {said[:600].decode()}")
        licences += bool(json.loads(said)["licence"])
    wall = time.perf_counter() - began
    print(json.dumps({"filed": times, "wall_s": wall, "licences": licences}))


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
