"""The only door to appeals. Everything is keyword-only; errors are named in each docstring."""
