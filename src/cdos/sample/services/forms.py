"""The forms of the sample's items, in force since before anybody used them; one being changed, one waiting for approval."""

import json
from datetime import date
from importlib.resources import files

from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation
from cdos.nets.services.forms import api as forms
from cdos.nets.services.items import api as items

OPEN, WAITING = "school-enrolment", "library-card"


def load(today: date) -> int:
    source = files("cdos.nets.services.forms") / "data" / "forms.json"
    rows = json.loads(source.read_text(encoding="utf-8"))
    known = {row["code"] for row in rows}
    rows += [
        row for row in items.sample_forms() if row["code"] not in known
    ]  # as plain as the catalogue has them
    count = forms.load(rows, effective_from=date(today.year - 1, 1, 1))
    _in_work()
    return count


def _in_work() -> None:
    """So that the editors' list shows what a change looks like on its way."""
    account = identity.account_by_login("editor")
    assert account is not None
    actor = organisation.actor_of_account(account.id)
    forms.begin(actor=actor, code=OPEN)
    draft = forms.begin(actor=actor, code=WAITING)
    number = draft.form.version
    sent = {"section": "1", "label": "常去的图书馆", "widget": "area"}
    forms.change(actor=actor, code=WAITING, version=number, what="add_own", sent=sent)
    forms.submit(actor=actor, code=WAITING, version=number)
