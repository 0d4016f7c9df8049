"""What the guide does by itself: looks whether other providers answer, asks twin cities what they offer."""

from cdos.base.jobs import api as jobs

from .contracts import CHECK, TWINS


@jobs.task(CHECK, outside=True)
def check_links() -> None:
    from .logic import health

    health.check()


@jobs.task(TWINS, outside=True)
def ask_twins() -> None:
    from .logic import twins

    twins.refresh_all()


@jobs.schedule("guide.look_around", every_s=1800)
def look_around() -> None:
    jobs.enqueue(CHECK)
    jobs.enqueue(TWINS)
