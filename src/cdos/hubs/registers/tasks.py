"""What registers do by themselves."""

from cdos.base.jobs import api as jobs
from cdos.base.jobs.contracts import Event

from . import api
from .logic import keeping


@jobs.schedule("registers.copies", every_s=600, queue="night")
def copies() -> None:
    """A new extract of a large city is looked up in its Parquet file until its copy is made."""
    api.copy_extracts()


@jobs.subscribe("identity.proved")
def proved(event: Event) -> None:
    """The sign-in is a register: who has proved their name is somebody of whom more is known."""
    fields = ["name", "id_number", "birth_date", "sex"]
    jobs.announce(keeping.CHANGED, source="identity", party_id=event.payload["party"], fields=fields)
