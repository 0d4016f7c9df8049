"""Takes what waits in a source of mail: one bad letter neither stops the others nor undoes them."""

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from cdos.base.matters.contracts import MoveRefused

from . import api
from .adapters.base import MailSource
from .contracts import AppealRefused

log = structlog.get_logger()
# The letter is not to blame: it is met again a minute later.
LATER = (OperationalError, InterfaceError, IntegrityError)


def take_in(source: MailSource) -> None:
    """Each letter is put aside once its transaction is committed; one met twice is known by its Message-ID."""
    for name, raw in source.fetch():
        try:
            with transaction.atomic():
                result = api.receive_mail(raw=raw)
        except LATER:
            log.warning("appeals.mail_later", name=name, exc_info=True)
        except (AppealRefused, MoveRefused) as refusal:
            source.refused(name)
            log.info("appeals.mail_refused", name=name, why=str(refusal))
        except Exception:
            source.refused(name)
            log.exception("appeals.mail_broken", name=name)
        else:
            source.done(name)
            log.info("appeals.mail", number=result.number, note=result.note)
