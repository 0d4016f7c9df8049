"""The first start's sample city, with a bar that says how far it is."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cdos.sample import api


def load_with_progress(*, scale: float, seed: int) -> None:
    columns = (
        TextColumn("Sample city: {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console()) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        report = api.load(scale=scale, seed=seed, progress=progress)
    counts = ", ".join(f"{count:,} {name}" for name, count in report.counts.items())
    Console().print(
        f"Sample city: {counts}. Near-equal texts: {report.near_equal_share:.1%}.", highlight=False
    )
