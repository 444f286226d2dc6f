"""Every template can be read: a broken tag is found here, not by the first who opens the page."""

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))
)
def test_the_template_can_be_read(name):
    get_template(name)
