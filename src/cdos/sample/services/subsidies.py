"""Loads the programmes: first the pools with their money, then what is paid from them."""

from datetime import date

from cdos.nets.services.payouts import api as payouts
from cdos.sample.services.pools import pools
from cdos.sample.services.programmes import programmes


def load(today: date) -> dict[str, int]:
    """Counts by kind."""
    rows = programmes(today)
    made = [
        payouts.open_pool(
            code=one.code, title=one.title, unit=one.unit, year=one.year, fen=one.fen, by="sample"
        )
        for one in pools(rows, today)
    ]
    return {"budget pools": len(made)}
