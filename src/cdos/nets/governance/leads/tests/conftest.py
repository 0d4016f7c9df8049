"""The small city of appeals, with its people, for leads."""

from cdos.nets.governance.appeals.tests.conftest import city, people

__all__ = ["city", "people"]
