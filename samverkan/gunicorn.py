"""How gunicorn serves the web process. WEB_CONCURRENCY sets the number of processes."""

import os

# Read the settings before any process is forked: a bad value stops the start instead of
# restarting every worker for ever.
preload_app = True

workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 2)
worker_class = "gthread"
threads = 2  # slow clients need a second thread; more only fight over the interpreter
timeout = 60
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  (heartbeats, no data)

# Whether X-Forwarded-Proto is believed is decided in one place: TRUSTED_PROXY in the settings.
forwarded_allow_ips = ""

accesslog = None  # addresses of people; the proxy keeps what the authority needs
errorlog = "-"
loglevel = "warning"
