"""Answers that are the same for every view."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import render

from .errors import DomainError
from .views.session import typed_in


class Refusals:
    """A DomainError from a plain button becomes a 409 that says why, in the user's words.

    A verb that carries typed words must answer in its own form instead, with the words still there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, DomainError):
            back = request.headers.get("Referer", "")
            context = {"message": exception.message, "back": back}
            return render(request, "409.html", context, status=409)
        return None


class SignedIn(LoginRequiredMiddleware):
    """Sends the signed-out to sign in, but never with words in their hands.

    A script gets 401: the sign-in page would be put into the paper as if it were the answer, and
    the line emptied as if it were stored. A form that was sent is answered with what was typed.
    """

    def handle_no_permission(self, request, view_func):
        typed = typed_in(request.POST)
        if request.htmx or request.headers.get("Accept", "").startswith("application/json"):
            return render(request, "signed_out.html", status=401)
        if typed:
            return render(request, "signed_out.html", {"typed": typed}, status=401)
        return super().handle_no_permission(request, view_func)
