"""Din underskrift: what a user signs with, and what each of it proves."""

from allauth.mfa.models import Authenticator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import AccountNotice
from ..signing import methods


@require_safe
def show(request):
    found = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    by_type = {kind: [one for one in found if one.type == kind] for kind in Authenticator.Type}
    context = {
        "password": methods.get("password"),
        "code": methods.get("totp"),
        "passkey": methods.get("passkey"),
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "lost": AccountNotice.objects.filter(recipient=request.user).lost(),
        "keys": by_type[Authenticator.Type.WEBAUTHN],
    }
    return render(request, "account/keys.html", context)
