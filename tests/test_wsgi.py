"""What the web process carries."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

# `cryptography` is the web's own as well: it is there that keys are registered and answer.
ENGINES = ("weasyprint", "pyhanko", "pyhanko_certvalidator", "fontTools")


def test_a_web_process_starts_without_the_engines_of_the_worker():
    asked = (
        "import sys, samverkan.wsgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        f"print([name for name in {ENGINES!r} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr
