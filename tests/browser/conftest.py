"""What the browser tests ask for beside Chromium itself."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(autouse=True, scope="session")
def _patience():
    """A machine that runs many tests at once is slow, and slow is not wrong."""
    expect.set_options(timeout=15_000)
