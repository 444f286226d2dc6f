# syntax=docker/dockerfile:1

# --- Packages, with whatever tools they need to be put in place ---
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY runtime.lock .
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r runtime.lock

# --- What runs ---
FROM python:3.11-slim-bookworm
# Pango draws the pages; without libharfbuzz-subset0 every font is cut down in Python, twice as slow.
# The typefaces come with static/fonts, so that paper looks the same on every machine.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin samverkan \
 && install -d -o samverkan -g samverkan -m 700 /srv/storage /srv/keys

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    SAMVERKAN_ENV=production \
    STORAGE_DIR=/srv/storage

COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/app
COPY . .
# The names of the hashed files are the same for every installation, so they are made here, once.
RUN SAMVERKAN_ENV=demo python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf var \
 && python -m compileall -q meetings samverkan

USER samverkan
EXPOSE 8000
STOPSIGNAL SIGTERM
# The worker is the same image with the command: python manage.py worker
CMD ["gunicorn", "-c", "samverkan/gunicorn.py", "-b", "0.0.0.0:8000", "samverkan.wsgi"]
