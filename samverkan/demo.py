"""One machine, one command: prepare what is missing, then run the web process and the worker.

`make demo` calls it. Ctrl-C, or the end of either process, stops both."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samverkan.settings")

PORT = int(os.environ.get("PORT", "8000"))
PR_SET_PDEATHSIG = 1


def main():
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            sys.exit(
                f"Port {PORT} är upptagen. Stoppa det som kör där, eller välj: make demo PORT=8001"
            )
    django.setup()
    prepare()
    run()


def prepare():
    from django.contrib.auth import get_user_model

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not settings.SEAL_KEY_FILE.exists():
        # Older than the oldest protocol of the demo's world.
        start = datetime.now() - timedelta(days=3 * 365)
        with open(os.devnull, "w") as nowhere:  # it prints passwords; the demo's are no secret
            call_command(
                "make_keys",
                folder=str(settings.SEAL_KEY_FILE.parent),
                start=start,
                stdout=nowhere,
                stderr=nowhere,
            )
    if not get_user_model().objects.exists():
        print("Skapar demons värld, det tar ungefär en halv minut …", flush=True)
        call_command("demo", verbosity=0)  # where to sign in is told when the page can be opened


def run():
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    web = start(
        "gunicorn",
        "-c",
        "samverkan/gunicorn.py",
        "-b",
        f"127.0.0.1:{PORT}",
        "-w",
        "2",
        "samverkan.wsgi",
    )
    worker = start("manage.py", "worker")
    try:
        wait_for(web)
        greet()
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.2)
        print("En av processerna stannade, därför stannar den andra också.")
    except KeyboardInterrupt:
        print()
    finally:
        stop(web, worker)
        print("Samverkan är stoppat.")


def start(program, *arguments):
    command = ["-m", program] if program == "gunicorn" else [program]
    return subprocess.Popen(
        [sys.executable, *command, *arguments],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
        preexec_fn=stop_with_parent,
    )


def stop_with_parent():
    """Ask the kernel to stop this child if we are killed without a chance to do it ourselves."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for(web):
    while web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.05)


def greet():
    from meetings.management.commands import demo

    print(f"\nSamverkan är igång på http://localhost:{PORT}\n")
    for email, who in demo.SIGN_IN:
        print(f"  {email:<40} {who}")
    print(f"\nLösenordet är {demo.PASSWORD} för alla. Ctrl-C stoppar.\n", flush=True)


def stop(*processes):
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    main()
