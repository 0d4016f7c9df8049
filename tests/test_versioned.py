"""A value held in the process while another process changes what it was read from."""

from cdos.base.versioned import Versioned


class Table:
    """What the other process writes; counts how often it was read whole."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.changes = self.loads = 0

    def write(self, code: str) -> None:
        self.rows[code] = code.upper()
        self.changes += 1

    def load(self) -> dict[str, str]:
        self.loads += 1
        return dict(self.rows)


def test_what_another_process_made_a_moment_ago_is_found_at_once() -> None:
    table = Table()
    held = Versioned(stamp=lambda: table.changes, load=table.load, every_s=3600)
    assert held.find(lambda rows: rows.get("garden")) is None
    table.write("garden")
    assert held.get() == {}  # still within its time
    assert held.find(lambda rows: rows.get("garden")) == "GARDEN"


def test_what_is_missing_for_good_costs_no_reading_of_the_whole() -> None:
    table = Table()
    table.write("garden")
    held = Versioned(stamp=lambda: table.changes, load=table.load, every_s=3600)
    for _try in range(5):
        assert held.find(lambda rows: rows.get("nothing")) is None
    assert table.loads == 1
