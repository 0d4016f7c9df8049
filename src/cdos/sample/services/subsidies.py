"""Loads the programmes: first the pools with their money, then what is paid from them, then the demonstration's first offers."""

from datetime import date

from cdos.nets.services.benefits import api as benefits
from cdos.nets.services.payouts import api as payouts
from cdos.sample.people.demonstration import Residents
from cdos.sample.services.pools import pools
from cdos.sample.services.programmes import programmes


def load(residents: Residents, today: date) -> dict[str, int]:
    """Counts by kind. Everybody else is found by the first night."""
    rows = programmes(today)
    made = [
        payouts.open_pool(
            code=one.code, title=one.title, unit=one.unit, year=one.year, fen=one.fen, by="sample"
        )
        for one in pools(rows, today)
    ]
    count = benefits.load(rows)
    found = (residents.first, residents.second, residents.talent, residents.enterprise, residents.child)
    offered = sum(benefits.recheck(party_id=party)[0] for party in found)
    return {"budget pools": len(made), "programmes": count, "offers": offered}
