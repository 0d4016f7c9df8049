"""A live city for browser tests (its fixtures follow with the supervisor)."""
