"""The web process as a process of its own, on the very database of the test: it can be killed.

    python -m tests.browser.serving 8123
    python -m tests.browser.serving 8123 meetings.models.Entry.rewrite after 1

The second one dies when that function has returned for the first time: between save and answer.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import django
from django.core.servers.basehttp import run


class Server:
    def __init__(self, environment):
        self.environment = environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process = None

    def start(self, *dies):
        command = [sys.executable, "-m", "tests.browser.serving", str(self.port), *map(str, dies)]
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._until_it_answers()

    def _until_it_answers(self):
        for _ in range(600):
            try:
                return urlopen(f"{self.url}/hjalp/", timeout=5).close()
            except OSError:
                assert self.process.poll() is None, "the server did not start"
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def has_died(self):
        return self.process.wait(timeout=20) == -signal.SIGKILL


if __name__ == "__main__":
    django.setup()
    from django.core.wsgi import get_wsgi_application

    from tests.justering.dying import die_at

    if sys.argv[2:]:
        path, when, count = sys.argv[2:]
        die_at(path, when, int(count))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = ""
    run("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), threading=True)
