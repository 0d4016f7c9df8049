"""What registers do by themselves."""

from cdos.base.jobs import api as jobs

from . import api


@jobs.schedule("registers.copies", every_s=600, queue="night")
def copies() -> None:
    """A new extract of a large city is looked up in its Parquet file until its copy is made."""
    api.copy_extracts()
