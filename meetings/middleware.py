"""Answers that are the same for every view."""

from django.shortcuts import render

from .errors import DomainError


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
