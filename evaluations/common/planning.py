"""Planning in PostgreSQL of statements that are run with very different values."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def planned_for_values() -> Iterator[None]:
    """Within the block, plan each statement for its own values; PostgreSQL would soon use one plan of a prepared statement for all values.

    Planning costs a millisecond. It pays if one value is in half of the rows and another in only ten of them, and for searches by prefix.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    before, raw.prepare_threshold = raw.prepare_threshold, None
    try:
        yield
    finally:
        raw.prepare_threshold = before
