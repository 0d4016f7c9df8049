"""Asks a translator that takes its time."""

from cdos.base.jobs import api as jobs
from cdos.base.languages.logic import content


@jobs.task(content.TASK, queue="languages", outside=True)
def translate(texts: list[str], source: str, target: str) -> None:
    content.translate_now(texts, source=source, target=target)
