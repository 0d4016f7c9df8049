"""`./cdos benefits pool`: a pool of money is opened, raised and lowered by who keeps the city's budget."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, NoReturn

import typer

from cdos.base.organisation import api as organisation
from cdos.nets.services.books.contracts import BooksRefused
from cdos.nets.services.payouts import api as payouts
from cdos.nets.services.payouts.contracts import PayoutRefused, Pool

app = typer.Typer(help="Benefits: the pools that they are paid from.", no_args_is_help=True)
pools = typer.Typer(help="Pools of money.", no_args_is_help=True)
app.add_typer(pools, name="pool")
Code = Annotated[str, typer.Argument(help="Code of the pool, as programmes name it.")]
By = Annotated[str, typer.Option("--by", help="Who answers for it; kept in the books.")]


@app.callback()
def root() -> None:
    """Benefits: the pools that they are paid from."""


@pools.command("open")
def open_pool(
    code: Code,
    title: Annotated[str, typer.Option(help="What it is called.")],
    unit: Annotated[str, typer.Option(help="Code of the unit that answers for it.")],
    year: Annotated[int, typer.Option(help="Year of the budget.")],
    by: By,
    yuan: Annotated[str, typer.Option(help="What is in it at first.")] = "0",
) -> None:
    """A new pool; exit code 1 where there is one with this code, or no such unit."""
    if organisation.unit(unit) is None:
        _refuse(f"There is no unit {unit}.")
    if any(one.code == code for one in payouts.pools()):
        _refuse(f"There is a pool {code} already; put money in with: ./cdos benefits pool top-up {code}")
    try:
        _show(payouts.open_pool(code=code, title=title, unit=unit, year=year, fen=_fen(yuan), by=by))
    except PayoutRefused as refused:
        _refuse(str(refused))


@pools.command("top-up")
def top_up(
    code: Code,
    yuan: Annotated[str, typer.Option(help="How much; with a minus, what is free is taken out.")],
    paper: Annotated[str, typer.Option(help="Number of the paper that orders it; each counts once.")],
    by: By,
) -> None:
    """More money, or less; who waits for it is paid within a minute, in the order of yeses."""
    try:
        _show(payouts.top_up(code=code, fen=_fen(yuan), key=paper, by=by))
    except LookupError:
        _refuse(f"There is no pool {code}.")
    except (PayoutRefused, BooksRefused) as refused:
        _refuse(str(refused))


@pools.command("list")
def show_pools() -> None:
    """Each pool with what is paid, reserved and free, in yuan."""
    for one in payouts.pools():
        _show(one)


def _fen(yuan: str) -> int:
    try:
        fen = Decimal(yuan) * 100
        if fen == fen.to_integral_value():
            return int(fen)
    except (InvalidOperation, OverflowError, ValueError):
        pass
    _refuse(f"{yuan} is no sum in yuan, such as 1000 or 0.50.")


def _show(one: Pool) -> None:
    parts = (one.total_fen, one.paid_fen, one.reserved_fen, one.free_fen)
    sums = "  ".join(
        f"{name} {fen / 100:.2f}"
        for name, fen in zip(("total", "paid", "reserved", "free"), parts, strict=True)
    )
    typer.echo(f"{one.code}  {one.year}  {one.unit}  {one.title}: {sums}")


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
