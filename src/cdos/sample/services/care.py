"""Treatment on credit: its rule, the guarantor's reserve, and a visit of the demonstration's mother that is to be repaid."""

from datetime import date, timedelta

from cdos.apps.credit_care import api as care
from cdos.apps.credit_care.contracts import Message, Told
from cdos.base.identity import api as identity
from cdos.base.organisation import api as organisation

RESERVE = 500_000_000  # fen
HOSPITAL, STAY = "demo", "Z20260001"


def load(today: date) -> int:
    """How many visits."""
    care.load_rule(since=today - timedelta(days=365))
    care.put_into_reserve("sample", RESERVE)
    account = identity.account_by_login("chenxiaoman")
    if account is None:
        return 0
    mother = organisation.actor_of_account(account.id)
    care.allow(actor=mother)
    care.sign(actor=mother)
    care.heard(
        message=Message(HOSPITAL, Told.OPENED, STAY, code=care.code(actor=mother).text, title="儿科门诊")
    )
    care.heard(
        message=Message(
            HOSPITAL,
            Told.SETTLED,
            STAY,
            settlement=f"J{STAY}",
            total_fen=86_450,
            insurance_fen=54_210,
            own_fen=32_240,
        )
    )
    return 1
