"""How a view answers a form: a plain form gets a redirect, htmx the element that changed."""

from django.shortcuts import redirect, render


def changed(request, template, context, *, to, trigger=None):
    """After a verb: the partial for htmx, or a redirect (303) to `to` for a plain form."""
    if request.htmx:
        response = render(request, template, context)
        if trigger:
            response["HX-Trigger"] = trigger
        return response
    return see_other(to)


def see_other(to, *args):
    """After a verb whose answer is another page."""
    response = redirect(to, *args)
    response.status_code = 303
    return response


def invalid(request, template, context):
    """The form back with its errors and every typed word, 422; htmx swaps that too."""
    return render(request, template, context, status=422)
