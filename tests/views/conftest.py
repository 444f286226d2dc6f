"""What the tests of views ask for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders


@pytest.fixture
def sara_writes(signed_in, sara):
    return signed_in(sara)


@pytest.fixture
def row(item, sara):
    return builders.add_row(item, "Mötet öppnas.", by=sara)


@pytest.fixture
def same_queries():
    """same_queries(ask, more): asking costs as much with one more of everything as with three."""

    def count(ask):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask()
        return len(queries)

    def check(ask, more, at_most=None):
        more()
        count(ask)  # caches warm up
        one = count(ask)
        more()
        more()
        three = count(ask)
        assert three == one
        if at_most:
            assert one <= at_most
        return one

    return check
