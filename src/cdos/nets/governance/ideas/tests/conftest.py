"""The small city of appeals, with its people, for ideas."""

from cdos.nets.governance.appeals.tests.conftest import city, people

__all__ = ["city", "people"]
