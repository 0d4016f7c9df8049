"""The accounts of treatment on credit, and each movement between them.

    care/PARTY-AGREEMENT/owed   what a person owes, below nothing; its floor is the limit, and the database holds it
    care/promised               advances that the bank is asked for and has not paid
    care/bank, care/bank-due    the bank's money, and what it is owed
    care/guarantor, care/guarantor-due   the guarantor's reserve, and what it is owed
    care/hospital/KEY           what a hospital got
    care/refunds                what goes back to persons and has not arrived
    care/residents              the persons' own money: the world outside

What persons owe, what is promised and what bank and guarantor are owed always come to nothing together.
"""

from django.utils.translation import gettext as _

from cdos.nets.services.books import api as books

from ..models import Agreement, Transfer, Visit

PROMISED, RESIDENTS, REFUNDS = "care/promised", "care/residents", "care/refunds"
BANK, GUARANTOR = "care/bank", "care/guarantor"
DUE = {BANK: "care/bank-due", GUARANTOR: "care/guarantor-due"}
WORLD = "care/world"  # where the guarantor's reserve comes from


def owed(agreement: Agreement) -> str:
    return f"care/{agreement.party_id}-{agreement.pk}/owed"


def hospital(visit: Visit) -> str:
    return f"care/hospital/{visit.hospital}"


def creditor(visit: Visit) -> str:
    return GUARANTOR if visit.claimed_at else BANK


def open_shared() -> None:
    books.open_account(code=PROMISED, title=_("Treatment on credit: promised advances"))
    books.open_account(code=RESIDENTS, title=_("Treatment on credit: residents"), floor_fen=None)
    books.open_account(code=REFUNDS, title=_("Treatment on credit: refunds on their way"))
    books.open_account(code=BANK, title=_("Treatment on credit: the bank"), floor_fen=None)
    books.open_account(code=DUE[BANK], title=_("Treatment on credit: owed to the bank"))
    books.open_account(code=GUARANTOR, title=_("Treatment on credit: reserve of the guarantor"))
    books.open_account(code=DUE[GUARANTOR], title=_("Treatment on credit: owed to the guarantor"))
    books.open_account(code=WORLD, title=_("Treatment on credit: the guarantor's capital"), floor_fen=None)


def open_person(agreement: Agreement) -> None:
    open_shared()
    title = _("Treatment on credit: owed by a person")
    books.open_account(code=owed(agreement), title=title, floor_fen=-agreement.limit_fen)


def used_fen(agreement: Agreement) -> int:
    return -books.account(owed(agreement)).fen


def signed_fen(agreement: Agreement) -> int:
    """The limit that was signed for: the account's floor. Today's may be lower."""
    return -(books.account(owed(agreement)).floor_fen or 0)


def put_into_reserve(key: str, fen: int) -> None:
    open_shared()
    books.post(
        key=f"care:reserve:{key}", memo=_("Reserve of the guarantor"), lines={WORLD: -fen, GUARANTOR: fen}
    )


def promise(one: Transfer) -> None:
    """Counts against the limit before the bank is asked. Overdrawn."""
    lines = {owed(one.visit.agreement): -one.fen, PROMISED: one.fen}
    books.post(key=f"care:{one.key}:promised", memo=one.visit.number, lines=lines)


def break_promise(one: Transfer) -> None:
    lines = {owed(one.visit.agreement): one.fen, PROMISED: -one.fen}
    books.post(key=f"care:{one.key}:refused", memo=one.visit.number, lines=lines)


def advanced(one: Transfer) -> None:
    books.open_account(code=hospital(one.visit), title=_("Treatment on credit: a hospital"))
    lines = {BANK: -one.fen, hospital(one.visit): one.fen, PROMISED: -one.fen, DUE[BANK]: one.fen}
    books.post(key=f"care:{one.key}:advanced", memo=one.visit.number, lines=lines)


def collected(one: Transfer, fen: int) -> None:
    """To whom the debt is owed now; what is not owed any more waits to go back."""
    visit = one.visit
    to, account = creditor(visit), owed(visit.agreement)
    lines = {RESIDENTS: -one.fen, to: fen, DUE[to]: -fen, account: fen, REFUNDS: one.fen - fen}
    books.post(key=f"care:{one.key}:collected", memo=visit.number, lines=lines)


def given_back(visit: Visit, key: str, *, debt: int, repaid: int) -> None:
    """The hospital gives back what it got too much: the debt falls, and what was repaid of it goes back to the person."""
    to, fen = creditor(visit), debt + repaid
    lines = {hospital(visit): -fen, to: debt, DUE[to]: -debt, owed(visit.agreement): debt, REFUNDS: repaid}
    books.post(key=f"care:{key}:given-back", memo=visit.number, lines=lines)


def refunded(one: Transfer) -> None:
    books.post(
        key=f"care:{one.key}:refunded", memo=one.visit.number, lines={REFUNDS: -one.fen, RESIDENTS: one.fen}
    )


def claimed(visit: Visit, fen: int) -> None:
    """The guarantor pays the bank and is owed the debt. Overdrawn: its reserve does not hold so much."""
    lines = {GUARANTOR: -fen, BANK: fen, DUE[BANK]: -fen, DUE[GUARANTOR]: fen}
    books.post(key=f"care:{visit.number}:claimed", memo=visit.number, lines=lines)
