"""Which addresses of a store are a server's, and how its driver is given them. Imports nothing that takes its time."""

import re

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")


def is_server(store: str) -> bool:
    """Whether a store's address is that of a PostgreSQL, be it one that can be read or not."""
    return store.startswith(SCHEMES)


def conninfo(store: str) -> str:
    """A server's address as libpq takes it: several hosts, `service=` and options pass through to it."""
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", store)
