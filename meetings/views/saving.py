"""What the script that saves words while they are typed is answered, and how it is known."""

from django.http import JsonResponse

from .. import clock, words


def by_script(request):
    """Whether a script reads the answer, and wants the row's own element or JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def proof(ref, save_id, stored):
    """Which save was stored, and the version to send with the next one."""
    return JsonResponse(
        {
            "ref": str(ref),
            "save_id": str(save_id),
            "version": stored.version,
            "at": words.clock_time(clock.local(stored.at)),
        }
    )


def first_error(form):
    return next(iter(form.errors.values()))[0]


def no(error):
    """Nothing was stored, and why."""
    return JsonResponse({"error": error}, status=422)
