"""What every test may ask for: Chromium, people signed in, databases that can be emptied."""

import contextlib
import shutil

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connections
from django.test import Client, TransactionTestCase

from tests import databases

pytest_plugins = ["tests.worlds"]

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=25)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile("default")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# --- Databases -----------------------------------------------------------------------------------


# Printing, signing, the worker and whole pages take their time: `make quick`, which has a minute on
# two cores, leaves them to `make test`, and does not even read them.
SLOW_ROOMS = ("browser", "soak", "bench", "paper", "signing", "justering", "views")


def pytest_ignore_collect(collection_path, config):
    return True if _is_slow(collection_path) and "not slow" in config.option.markexpr else None


def _is_slow(path):
    return path.parent.name in SLOW_ROOMS


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what meets the database is asked again: the rest knows no difference."""
    for item in items:
        if _is_slow(item.path):
            item.add_marker(pytest.mark.slow)
    if connections["default"].vendor != "postgresql":
        return
    meets = [item for item in items if _meets_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(meets)])
    items[:] = meets


def _meets_the_database(item):
    if item.get_closest_marker("embedded"):
        return False
    asked_for = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked_for or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, not in memory: threads then wait for each other as in real life."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # Django made the connection's settings from these before we were asked.
        connections["default"].settings_dict["TEST"]["NAME"] = path


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_blocker):
    """A copy of the migrated database is there already; Django adds what it finds missing."""
    connection = connections["default"]
    with django_db_blocker.unblock():
        databases.copy_for(connection, connection.creation._get_test_db_name())
    return True


@pytest.fixture(autouse=True)
def _nothing_near():
    """Keys come again in the next test; what a process remembers by them does not."""
    caches["near"].clear()


@pytest.fixture(autouse=True, scope="session")
def _emptying_lifts_the_locks():
    """Tests that commit are followed by a flush, which the triggers of locked rows refuse."""
    from meetings.models import locks

    empty = TransactionTestCase._fixture_teardown

    def empty_unlocked(case):
        with contextlib.ExitStack() as lifted:
            for alias in case._databases_names(include_mirrors=False):
                lifted.enter_context(locks.lifted(alias))
            empty(case)
        cache.clear()  # its table is no model's, so the flush does not see it

    TransactionTestCase._fixture_teardown = empty_unlocked
    yield
    TransactionTestCase._fixture_teardown = empty


# --- Files and mail ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """No test writes in the developer's folders."""
    settings.STORAGE_DIR = tmp_path / "storage"
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"]
        | {"OPTIONS": {"location": settings.STORAGE_DIR, "base_url": None}}
    }


# --- Chromium ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium saknas: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_browser(browser, live_server):
    """open_browser(user=None, **options) gives a page in a browser of its own.

    With `user` somebody is signed in already; the options are Playwright's for a new context
    (java_script_enabled, viewport, color_scheme …). A broken script or a break of the content
    security policy fails the test."""
    contexts, complaints = [], []

    def listen(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_page(user=None, **options):
        context = browser.new_context(
            base_url=live_server.url,
            **{"locale": "sv-SE", "timezone_id": "Europe/Stockholm", **options},
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", listen)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_browser):
    return open_browser()


def session_cookie(user, url):
    client = Client()
    client.force_login(user)
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": morsel.key, "value": morsel.value, "url": url}
