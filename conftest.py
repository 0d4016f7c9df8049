"""Serves every test, here and in the modules: one private PostgreSQL a run, made when the first test needs it."""

pytest_plugins = ["tests.support.database", "tests.support.city", "tests.support.limits"]
