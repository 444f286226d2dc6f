"""The few pages that are about the service itself, and the choice of light or dark."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

THEMES = ("ljus", "mork")
YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def theme(request):
    """Keep the choice in a cookie, so that the server draws the page right at once."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if is_ours and back.startswith("/") else "home")
    chosen = request.POST.get("tema")
    if chosen in THEMES:
        response.set_cookie(
            "tema", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie("tema")
    return response


@login_not_required
@require_safe
def help(request):
    return render(request, "pages/help.html")


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "pages/privacy.html")
