"""Whose session this is, and what was typed when it had ended: nobody loses words to that."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """Who is signed in, the token to send with, and the seconds left. POST begins the time anew."""
    if request.method == "POST":
        request.session.modified = True  # stored anew, with its whole age
        left = settings.SESSION_COOKIE_AGE
    else:
        ends = Session.objects.get(pk=request.session.session_key).expire_date
        left = int((ends - clock.now()).total_seconds())
    return JsonResponse({"user": request.user.pk, "token": get_token(request), "left": left})


def token_is_old(request, reason=""):
    """A form from before the last sign-in: not taken, but what was typed in it is there to copy."""
    return render(request, "403_csrf.html", {"typed": typed_in(request.POST)}, status=403)


def typed_in(posted) -> list[str]:
    """What would be missed: the text of a row, and all of several words; never a password."""
    return [
        value
        for name, values in posted.lists()
        for value in values
        if "password" not in name and (len(value.split()) > 1 or (name == "text" and value.strip()))
    ]
