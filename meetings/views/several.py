"""Several texts waiting for one person: each is read and answered, all are signed in one go.

A Ja that waits lies in her session with the kontrollkod of what she read: nothing is signed by it.
"""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..errors import DomainError
from ..forms.several import SeveralForm
from ..justering import acts, keys
from ..models import SigningAttempt
from ..models.signature import new_nonce
from ..models.texts_to_sign import texts_to_sign
from ..permissions import Right
from ..signing import methods
from . import access, rounds, signing_methods
from .htmx import invalid, see_other

PILE = "justera"  # in the session: {key of a ToSign: kontrollkod read, own words}
NOTHING = "Läs minst en text och svara Ja först. Inget är underskrivet."


def gather(request, adjuster, protocol, words):
    """She has read the text and answers Ja; it is signed together with the others."""
    read = {"read": protocol.fingerprint, "words": words}
    request.session[PILE] = _pile(request) | {f"{protocol.pk}-{adjuster.pk}": read}
    return see_other("sign_several")


def beside(user, protocol) -> int:
    """How many other texts wait for her."""
    return sum(text.protocol != protocol for text in texts_to_sign(user))


@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """What waits, which of it she has read, and the signing of all that."""
    rows = _rows(request)
    if not rows:
        return redirect("home")
    read = [row for row in rows if row["words"] is not None]
    form = SeveralForm(
        request.POST if request.method == "POST" else None, ways=_ways(request.user, read or rows)
    )
    context = {"rows": rows, "read": read, "form": form}
    if request.method != "POST":
        return render(request, "several/show.html", context)
    try:
        if form.is_valid():
            return _sign(request, form, read)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    return invalid(request, "several/show.html", context)


def _rows(request):
    return [_row(text, _pile(request).get(text.key)) for text in texts_to_sign(request.user)]


def _row(text, kept):
    is_same = kept is not None and kept["read"] == text.protocol.fingerprint
    return {
        "text": text,
        "of": text.round,
        "meeting": text.protocol.meeting,
        "party": text.adjuster.party,
        "words": kept["words"] if is_same else None,
        "url": rounds.address(text.round, "sign"),
    }


def _ways(user, rows):
    """Strong enough for the group that asks for the most."""
    demand = max(row["meeting"].group.signing_level for row in rows)
    return methods.offered(keys.own(user), demand)


def _sign(request, form, read):
    if not read:
        raise DomainError(NOTHING)
    told = {"method": form.way.key, "batch": new_nonce()}
    attempts = [_attempt(request, row, told) for row in read]
    return signing_methods.go_on(request, attempts, form.identity)


def _attempt(request, row, told):
    text = row["text"]
    access.meeting_for(request, text.protocol.meeting_id, Right.SIGN)
    text.adjuster.meeting = text.protocol.meeting
    told = row["words"] | told
    return acts.begin(text.adjuster, user=request.user, protocol=text.protocol, **told)


@require_safe
def signed(request, batch):
    """What was signed in one go, and what was not."""
    attempts = list(SigningAttempt.objects.in_one_go(request.user, batch))
    if not attempts:
        return redirect("home")
    done = {f"{one.protocol_id}-{one.adjuster_id}" for one in attempts if one.is_signed}
    request.session[PILE] = {k: kept for k, kept in _pile(request).items() if k not in done}
    context = {
        "rows": [
            {"attempt": one, "of": one.protocol.round, "url": _where(one)} for one in attempts
        ],
        "signed": len(done),
        "left": len(texts_to_sign(request.user)),
    }
    return render(request, "several/signed.html", context)


def _where(attempt):
    page = "receipt" if attempt.is_signed else "sign"
    return rounds.address(attempt.protocol.round, page)


def _pile(request):
    return request.session.get(PILE, {})
