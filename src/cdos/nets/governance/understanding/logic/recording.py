"""What the ledger keeps: which model proposes, from when the city dispatches by itself, and who changed the words."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

TRAINED, SERVED, CHOSEN, WORDS = (
    "understanding.trained",
    "understanding.served",
    "understanding.chosen",
    "understanding.words",
)


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            TRAINED: _("Trained a model that proposes duty items"),
            SERVED: _("Changed which model proposes duty items"),
            CHOSEN: _("Changed from when the city dispatches by itself"),
            WORDS: _("Changed the danger words or tags"),
        },
    )


def trained(version: str, *, refused: bool, by: int | None) -> None:
    ledger.record(act=TRAINED, by=by, object=f"model:{version}", details={"refused": refused})


def served(version: str, *, by: int | None) -> None:
    ledger.record(act=SERVED, by=by, object=f"model:{version or 'none'}")


def chosen(automatic_from: float | None, second_below: float, *, by: int | None) -> None:
    details = {"automatic_from": automatic_from, "second_below": second_below}
    ledger.record(act=CHOSEN, by=by, object="choice:dispatch", details=details)


def words(what: str, id: int, *, by: int | None) -> None:
    ledger.record(act=WORDS, by=by, object=f"{what}:{id}")
