"""Bearer tokens of two demonstration accounts, one that files and one that answers. Prints JSON: resident, staff."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
django.setup()

from cdos.base.identity import api as identity  # noqa: E402


def token(login: str) -> str:
    account = identity.account_by_login(login)
    if account is None:
        raise SystemExit(f"There is no demonstration account {login}.")
    return identity.create_token(account_id=account.id, name="chaos", scopes=("read", "write"))


print(json.dumps({"resident": token("chenxiaoman"), "staff": token("dispatcher")}))
