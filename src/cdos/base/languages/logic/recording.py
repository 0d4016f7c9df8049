"""What goes into the ledger about translations."""

from django.utils.translation import gettext_lazy as _

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind

READ, SETTLED = "languages.read", "languages.settled"


def register() -> None:
    ledger.register_acts(
        Kind.RULE,
        {
            READ: _("Read a machine's translation and answers for it"),
            SETTLED: _("Answered a reader's report about a translation"),
        },
    )
