"""Acts upon the ledger itself are rows of it, too."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger.contracts import Fact, Kind
from cdos.base.ledger.logic import acts, recording

READ, ASKED, ERASED = "ledger.read", "ledger.verification_asked", "ledger.details_erased"


def register() -> None:
    acts.register(Kind.LOOK, {READ: _("Searched the ledger")})
    acts.register(
        Kind.RULE,
        {
            ASKED: _("Had the ledger verified"),
            ERASED: _("Erased the details of rows about a person, by law"),
        },
    )


def read(by: int | None, asked: dict[str, str]) -> None:
    recording.record(Fact(act=READ, by=by, details=asked))


def verification_asked(by: int | None) -> None:
    recording.record(Fact(act=ASKED, by=by))


def erased(by: int | None, about: int, rows: int) -> None:
    recording.record(Fact(act=ERASED, by=by, object=f"party:{about}", details={"rows": rows}))
