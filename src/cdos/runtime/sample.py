"""The first start's sample city, with a bar that says how far it is."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cdos.sample import api
from cdos.sample.contracts import CityInUse


def load_with_progress(*, scale: float, seed: int) -> bool:
    """Whether the sample city is there now; why not is said in a sentence."""
    columns = (
        TextColumn("Sample city: {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console()
    with Progress(*columns, console=console) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        try:
            report = api.load(scale=scale, seed=seed, progress=progress)
        except CityInUse as error:
            console.print(str(error), highlight=False, soft_wrap=True)
            return False
    counts = ", ".join(f"{count:,} {name}" for name, count in report.counts.items())
    console.print(f"Sample city: {counts}. Near-equal texts: {report.near_equal_share:.1%}.", highlight=False)
    return True
