"""The one app of the house."""

from django.apps import AppConfig
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Samverkan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Not domain signals: see meetings/models/locks.py for what SQLite does with triggers.
        pre_migrate.connect(lift_locks, sender=self)
        post_migrate.connect(install_locks, sender=self)
        register(check_locks, Tags.database)


def lift_locks(using, plan=(), **kwargs):
    from .models import locks

    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        locks.remove(connection)


def install_locks(using, **kwargs):
    from .models import locks

    connection = connections[using]
    if "meetings_destruction" in connection.introspection.table_names():
        locks.install(connection)


def check_locks(databases=None, **kwargs):
    """An installation without its locks must not serve: run by migrate, the worker and deploys."""
    from .models import locks

    errors = []
    for alias in databases or []:
        connection = connections[alias]
        tables = connection.introspection.table_names()
        if "meetings_destruction" not in tables:
            continue
        for name in locks.missing(connection):
            # Migrate asks before it has made the tables of a newer version.
            if name.rpartition("_lock_")[0] not in tables:
                continue
            errors.append(
                Error(
                    f"The lock {name} is missing in the database “{alias}”.",
                    hint="Run manage.py migrate: it makes the locks anew.",
                    id="meetings.E001",
                )
            )
    return errors
