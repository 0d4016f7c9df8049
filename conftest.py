"""Serves every test, here and in the modules: one private PostgreSQL a run, made when the first test needs it."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.moulds",
    "tests.support.database",
    "tests.support.city",
    "tests.support.limits",
    "tests.support.keys",
]

# No test fails because the machine is busy.
settings.register_profile("cdos", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cdos")
