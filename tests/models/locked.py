"""Every locked row as plain values, to see whether anything in them has moved."""

from django.apps import apps

from meetings.models.locks import LOCKED


def locked_models():
    return [model for model in apps.get_models() if model._meta.db_table in LOCKED]


def contents():
    return {
        model.__name__: [
            {name: _plain(value) for name, value in row.items()}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in locked_models()
    }


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value
