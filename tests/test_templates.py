"""Every template can be read: a broken tag is found here, not by the first who opens the page."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))
)
def test_the_template_can_be_read(name):
    get_template(name)


def test_a_title_says_once_that_something_is_wrong():
    """base.html says “Fel: ” for every page with a form that was refused."""
    twice = re.compile("block title %}{% if (form.errors|has_errors) %}Fel")
    assert not [path for path in FOLDER.rglob("*.html") if twice.search(path.read_text())]
