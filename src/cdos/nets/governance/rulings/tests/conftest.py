from cdos.nets.governance.appeals.tests.conftest import city, people

__all__ = ["city", "people"]
