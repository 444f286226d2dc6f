"""What the web process carries."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

ENGINES = ("weasyprint", "pyhanko", "cryptography", "fontTools")


def test_a_web_process_starts_without_the_engines_of_the_worker():
    asked = (
        "import sys, samverkan.wsgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        f"print([name for name in {ENGINES!r} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr
