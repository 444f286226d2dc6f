"""A web process of its own on the test's database, and people who ask it all at once."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.justering.processes import database_url

TOKEN = "b" * 32
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(tmp_path, processes=2):
    """Give (port, seconds) of a gunicorn; `seconds()` is the processor time it has used."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "samverkan.settings",
        "SAMVERKAN_ENV": "test",
        "DATABASE_URL": database_url(),
        "STORAGE_DIR": str(tmp_path),
        "EMAIL_URL": "memorymail://",
        "WEB_CONCURRENCY": str(processes),
    }
    connection.close()
    command = [sys.executable, "-m", "gunicorn", "-c", "samverkan/gunicorn.py"]
    web = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", "samverkan.wsgi"], env=environment)
    try:
        _wait_for(port, web)
        yield port, lambda: _seconds_of(web.pid)
    finally:
        web.terminate()
        web.wait(30)


def _wait_for(port, web):
    until = time.monotonic() + 60
    while time.monotonic() < until and web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the web process did not start")


def _seconds_of(pid):
    """What the process and its children have used so far."""
    tasks = [pid]
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        tasks += [int(child) for child in children.read().split()]
    used = 0
    for task in tasks:
        with open(f"/proc/{task}/stat") as stat:
            told = stat.read().rpartition(")")[2].split()
        used += (int(told[11]) + int(told[12])) / TICKS
    return used


class Browser:
    """Somebody signed in, with a connection of her own; every answer's time is kept."""

    def __init__(self, user, port):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        self.headers = {
            "Cookie": f"{session.key}={session.value}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.times = []  # (kind, milliseconds)

    def ask(self, kind, method, address, told=None, **headers):
        body = urlencode(told) if told is not None else None
        sent = self.headers | headers
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        try:
            self.connection.request(method, address, body, sent)
            answer = self.connection.getresponse()
        except ConnectionError:  # kept alive too long
            self.connection.close()
            self.connection.request(method, address, body, sent)
            answer = self.connection.getresponse()
        content = answer.read()
        name = f"{kind} {answer.status}" if kind == "follow" else kind
        self.times.append((name, (time.perf_counter() - start) * 1000))
        return answer, content


def all_at_once(acts, seconds):
    """Run each act(until) in a thread of its own; an error in one is an error of all."""
    failed = []

    def run(act):
        try:
            act(time.monotonic() + seconds)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def told(name, times):
    """One line: how many, the median, p95 and the worst."""
    times = sorted(times) or [0.0]
    median, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"  {name:<38}{len(times):6} times   median {median:7.1f} ms"
        f"   p95 {p95:7.1f} ms   worst {times[-1]:7.1f} ms"
    )
