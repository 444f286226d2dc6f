"""The way from “Ja, jag justerar” to a signature: at once, with a key, or by way of somebody else.

A password and a code are answered in the form itself. Everything else has a page of its own, at the
attempt's nonce: the step to take, waiting for it, coming back from it, and giving it up.
"""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from .. import tasks
from ..errors import DomainError
from ..justering import acts, keys
from ..models import SigningAttempt
from ..signing import methods
from . import access, limits, rounds
from .htmx import see_other

TRIES, WINDOW = 5, 5 * 60  # passwords and codes, seconds
TOO_MANY = "Det har blivit för många försök. Vänta fem minuter. Inget är underskrivet."
OVER = "Det här försöket gäller inte längre. Inget är underskrivet."
LONGEST_ANSWER = 200_000  # characters; a signed answer from elsewhere is some tens of thousands


# --- In the form ---------------------------------------------------------------------------------


def ways(user, group):
    """The ways to identify herself that this user has and this group takes."""
    return methods.offered(keys.own(user), group.signing_level)


def go_on(request, attempts, given):
    """After a valid Ja: sign, or lead to the page of the step that comes next.

    Raises DomainError, with the field that it belongs beside, when nothing was signed.
    """
    method = methods.get(attempts[0].method)
    own = keys.own(request.user)
    if not method.asks:
        return _start(attempts, own)
    claimed = limits.claim("justera", str(request.user.pk), amount=TRIES, seconds=WINDOW)
    if claimed is None:
        raise DomainError(TOO_MANY, field=method.asks[-1])
    signed = acts.finish(attempts, given, own=own)
    limits.give_back(claimed)
    return _signed(signed)


def _start(attempts, own):
    nonce = attempts[0].nonce
    back = settings.BASE_URL + reverse("signing_returned", args=[nonce])
    acts.start(attempts, own=own, return_to=back)
    return see_other("signing_step", nonce)


def _signed(signatures):
    for signature in signatures:
        tasks.nudge(signature.protocol.meeting)
    if len(signatures) > 1:
        return see_other("signed_several", signatures[0].attempt.batch)
    return _go(signatures[0].attempt, "receipt")


def _go(attempt, page):
    """To a page of the attempt's round."""
    return HttpResponseRedirect(rounds.address(attempt.protocol.round, page), status=303)


def words_before(user, protocol):
    """What she had written at her name when she gave up a step, so that it is not written twice."""
    last = SigningAttempt.objects.given_up(user, protocol)
    return last.words if last else {}


# --- On a page of its own ------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, nonce):
    """The step that the attempt has come to; POST is its answer."""
    attempts = access.attempts_for(request, nonce)
    signed = [one.signature for one in attempts if one.is_signed]
    if signed:
        return _signed(signed)
    if not all(one.is_live for one in attempts):
        return _page(request, attempts, OVER, status=422)
    if request.method != "POST":
        return _page(request, attempts)
    given = attempts[0].returned or request.POST.dict()
    return _finish(request, attempts, given) or see_other("signing_step", nonce)


@require_POST
def wait(request, nonce):
    """Is it done elsewhere? Asked by htmx as often as the method says."""
    attempts = access.attempts_for(request, nonce)
    if _is_signed(attempts) or not attempts[0].is_live:
        return HttpResponse(headers={"HX-Redirect": reverse("signing_step", args=[nonce])})
    response = _finish(request, attempts, attempts[0].returned)
    if response is None:
        return render(request, "signoff/_step.html", _context(attempts))
    if response.status_code == 303:
        return HttpResponse(headers={"HX-Redirect": response.url})
    return response


def _finish(request, attempts, given):
    """The receipt, the page that says why not, or None while she is waited for."""
    try:
        return _signed(acts.finish(attempts, given, own=keys.own(request.user)))
    except methods.NotYet:
        return None
    except DomainError as no:
        acts.cancel(attempts)
        return _page(request, attempts, no.message, status=422)


@csrf_exempt  # the answer comes from another site, which has no token of ours
@login_not_required  # and a browser sends no cookie with a form from there
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request, nonce):
    """Back from elsewhere, with an answer that is kept until she herself goes on.

    Whoever knows the nonce may bring an answer; whether it proves anything is the method's say.
    """
    given = (request.POST or request.GET).dict()
    if given and sum(map(len, given.values())) <= LONGEST_ANSWER:
        SigningAttempt.objects.bring(nonce, given)
    return see_other("signing_step", nonce)


@require_POST
def cancel(request, nonce):
    """Back to the text; what she wrote at her name is still there."""
    attempts = access.attempts_for(request, nonce)
    if not _is_signed(attempts):
        acts.cancel(attempts)
    return see_other("sign_several") if len(attempts) > 1 else _go(attempts[0], "sign")


@require_POST
def again(request, nonce):
    """The same texts and words, once more from the first step."""
    attempts = access.attempts_for(request, nonce)
    if _is_signed(attempts):
        return see_other("signing_step", nonce)
    return _start(acts.again(attempts), keys.own(request.user))


def _is_signed(attempts):
    """Whether the act is done: a text that had moved on then is not signed by it later."""
    return any(one.is_signed for one in attempts)


def _page(request, attempts, error="", status=200):
    template = "signoff/_step.html" if request.htmx else "signoff/step.html"
    context = _context(attempts) | {"error": error, "has_errors": bool(error)}
    return render(request, template, context, status=status)


def _context(attempts):
    step = attempts[0].step
    return {
        "attempts": attempts,
        "attempt": attempts[0],
        "meeting": attempts[0].protocol.meeting,
        "method": methods.get(attempts[0].method),
        "step": step,
        "every": max(1, round(step.get("poll_after") or 0)),
        "qr": segno.make_qr(step["show"]).svg_data_uri(scale=6, light="#fff")
        if step.get("show")
        else "",
    }
