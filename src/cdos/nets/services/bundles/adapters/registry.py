"""Which adapter hands parts to which department; who has none of its own works in CDOS itself."""

from .base import DepartmentSystem
from .demo import DemonstrationSystem

_systems: dict[str, DepartmentSystem] = {}
_default: list[DepartmentSystem] = [DemonstrationSystem()]


def add(department: str, system: DepartmentSystem) -> None:
    """`department`: a unit's code, or a function such as "police" for all units of it."""
    _systems[department] = system


def remove(department: str) -> None:
    _systems.pop(department, None)


def system_of(department: str) -> DepartmentSystem:
    function = department.rpartition("-")[2]
    return _systems.get(department) or _systems.get(function) or _default[0]
