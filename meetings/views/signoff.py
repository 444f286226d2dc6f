"""Justering: sending the text, following the answers, answering, and the receipt."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import clock, document, tasks, words
from ..concerns import concern_words
from ..errors import DomainError, WrongState
from ..forms.signoff import OPINION, YES, AnswerForm
from ..justering import acts, imprints
from ..models import ReadingPlace, Refusal, Signature, State, checking, signing_round, text_before
from ..permissions import Right
from . import access, inquiries, mailed, rounds, several, signing_methods
from .htmx import changed, invalid, see_other

# The worker is told at once. What it has not done by then has gone wrong, and is tried again.
PATIENCE = timedelta(minutes=2)

# Where something happens without anybody here pressing a button.
MOVING = (State.PRINTING, State.SIGNING, State.SEALING)


# --- Skicka till justering -----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, pk):
    """What happens when the text is sent, and the sending itself."""
    meeting = access.meeting_for(request, pk, Right.WRITE)
    if request.method == "POST":
        return _send(request, meeting)
    if meeting.is_frozen or not meeting.has_adjusters:
        return redirect("follow_signing", meeting.pk)
    return render(request, "signoff/send.html", _before_sending(meeting))


def _send(request, meeting):
    try:
        meeting.send_for_signing(by=request.user)
    except WrongState:
        raise
    except DomainError:
        return invalid(request, "signoff/send.html", _before_sending(meeting) | {"stopped": True})
    tasks.nudge(meeting)
    return see_other("follow_signing", meeting.pk)


def _before_sending(meeting):
    found = checking.findings_of(meeting, is_over=True)
    return {
        "meeting": meeting,
        "adjusters": meeting.serving_adjusters(),
        "unanswered": meeting.comments_to_answer().count(),
        "obstacles": _with_places(meeting, [one for one in found if one.stops]),
        "remarks": sum(not one.stops for one in found),
        "due": meeting.due_if_sent_now(),
        "silent": _still_silent(meeting),
        "later": list(meeting.later_changes.with_who()),
        "refusal": next(iter(signing_round.sent_back(meeting)), None),
        "is_sendable": meeting.state in (State.DRAFTED, State.REVIEW),
    }


def _still_silent(meeting):
    """Parties that were given time for synpunkter, and have not used it while it is left."""
    if meeting.state != State.REVIEW or meeting.is_past_comments:
        return []
    return [party.name for party in meeting.silent_parties()]


def _with_places(meeting, obstacles):
    """Each with the address where something can be done about it."""
    adjusters = reverse("attendance", args=[meeting.pk]) + "#justerare"
    facts = {"statements": reverse("statements", args=[meeting.pk])}
    return [
        (
            stop,
            _writing_place(meeting, stop.place.item)
            if stop.place.item
            else facts.get(stop.place.fact, adjusters),
        )
        for stop in obstacles
    ]


def _writing_place(meeting, ref):
    """Where the item is written; an item that is gone leads to the whole text."""
    page = reverse("write", args=[meeting.pk])
    pk = ref and meeting.items.standing().key_of(ref)
    return f"{page}?punkt={pk}#punkt-{pk}" if pk else page


# --- Följ justeringen ----------------------------------------------------------------------------


@require_safe
def follow(request, pk):
    """How far the justering has come. Asked again by htmx every few seconds while it goes on."""
    meeting = access.meeting_for(request, pk, Right.READ)
    if not meeting.has_adjusters:
        return redirect(meeting)
    context = _progress(request, meeting)
    if not request.htmx:
        return render(request, "signoff/follow.html", context)
    if request.GET.get("sett") == context["seen"]:
        return HttpResponse(status=204)
    news = context["round"].signed_words if meeting.state == State.SIGNING else meeting.state_words
    return render(request, "signoff/_progress.html", context | {"news": news})


@require_POST
def remind(request, pk, adjuster_pk):
    adjuster = access.adjuster_for(request, pk, adjuster_pk, Right.WRITE)
    meeting = adjuster.meeting
    meeting.remind(adjuster, by=request.user)
    tasks.nudge(meeting)
    messages.success(request, f"{adjuster.attendee.name} får en påminnelse med e-post.")
    followed = reverse("follow_signing", args=[meeting.pk])
    # The button is gone, so the focus goes to the name that it stood beside.
    context = _progress(request, meeting) | {"reminded": adjuster}
    return changed(request, "signoff/_progress.html", context, to=followed)


@require_POST
def remind_all(request, pk):
    meeting = access.meeting_for(request, pk, Right.WRITE)
    told = len(meeting.remind_all(by=request.user))
    tasks.nudge(meeting)
    if told:  # pressed twice, there is nobody left to remind today
        who = words.count(told, "person,personer")
        messages.success(request, f"{who} får en påminnelse med e-post.")
    followed = reverse("follow_signing", args=[meeting.pk])
    return changed(request, "signoff/_progress.html", _progress(request, meeting), to=followed)


def _progress(request, meeting):
    present = signing_round.present(meeting)
    refusals = signing_round.sent_back(meeting)
    last_signed = max((signature.at for signature in present.signatures), default=meeting.sent_at)
    is_stuck = _is_stuck(meeting, last_signed)
    writes = Right.WRITE in meeting.rights
    mail = mailed.batches(meeting) if writes else []
    return {
        "meeting": meeting,
        "round": present,
        "writes": writes,
        "mail": mail,
        "lost_mail": [one for batch in mail for one in batch.deliveries if one.is_lost],
        "own": request.user.parties_in(meeting.group),
        "refusals": refusals,
        # While the text is open the last refusal stands on top, with what to do about it.
        "past": refusals if meeting.is_frozen else refusals[1:],
        "wrong_place": _writing_place(meeting, refusals[0].item_ref)
        if refusals and meeting.is_writable
        else "",
        "last_signed": last_signed,
        "is_stuck": is_stuck,
        "questions": meeting.inquiries.unanswered().count() if writes else 0,
        "is_moving": meeting.state in MOVING,
        "seen": _seen(meeting, present, is_stuck, mail),
        **deadline(meeting),
    }


def _seen(meeting, present, is_stuck, mail):
    """Another word as soon as something on the page is another: an answer, a name, a letter."""
    parts = [
        (answer.adjuster.pk, answer.signature and answer.signature.pk, answer.notice)
        for answer in present.answers
    ]
    outcomes = [batch.outcome for batch in mail]
    return document.digest([meeting.state, is_stuck, repr(parts), outcomes])[:12]


def _is_stuck(meeting, last_signed):
    began = {State.PRINTING: meeting.sent_at, State.SEALING: last_signed}.get(meeting.state)
    return began is not None and clock.now() - began > PATIENCE


def deadline(of):
    if of.state != State.SIGNING:
        return {}
    days = (clock.local(of.sign_by).date() - clock.today()).days
    due = words.due(of.sign_by, clock.now())
    return {
        "due": f"Skulle ha justerats {due}" if of.is_late else f"Senast {due}",
        "urgency": "late" if of.is_late else "soon" if days <= 1 else "",
    }


# --- Justera -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk, round_pk=None):
    """Read the frozen text, and answer whether it is right."""
    of = access.round_for(request, pk, round_pk, Right.SIGN)
    present = signing_round.present(of)
    adjuster = of.state == State.SIGNING and present.awaits(request.user)
    if request.method == "POST":
        return _answer(request, of, present, adjuster)
    if not adjuster:
        return redirect(rounds.address(of, _instead(of, present, request.user)))
    before = signing_methods.words_before(request.user, present.protocol)
    ways = signing_methods.ways(request.user, of.meeting.group)
    form = _form(of, present, ways, initial=before)
    return render(request, "signoff/sign.html", _reading(request, of, present, adjuster, form))


def _answer(request, of, present, adjuster):
    if not adjuster:
        return _too_late(request, of, present)
    adjuster.meeting = of.meeting
    ways = signing_methods.ways(request.user, of.meeting.group)
    form = _form(of, present, ways, data=request.POST)
    read = request.POST.get("kontrollkod", "")
    try:
        if form.is_valid() and _is_what_was_read(form, present.protocol, read):
            if form.gathers:
                return several.gather(request, adjuster, present.protocol, form.own_words)
            if form.says_yes:
                return _say_yes(request, form, adjuster, present.protocol)
            _say_no(request, form, adjuster, of, present.protocol)
            tasks.nudge(of.meeting)
            return HttpResponseRedirect(rounds.address(of, "receipt"), status=303)
    except WrongState as moved_on:
        return _too_late(request, of, present, moved_on.message)
    except DomainError as no:
        form.add_error(no.field if no.field in form.fields else None, no.message)
    context = _reading(request, of, present, adjuster, form, read)
    return invalid(request, "signoff/sign.html", context)


def _form(of, present, ways, **given):
    said = present.protocol.document()
    return AnswerForm(said=said, ways=ways, disputed=of.disputed_items(said), **given)


def _is_what_was_read(form, protocol, read):
    """Nobody signs a text that was put in the place of the one she had before her."""
    if read == protocol.fingerprint:
        return True
    earlier = protocol.earlier(read)
    changes = protocol.items_changed_since(earlier) if earlier else ()
    places = words.and_list(item.number for item in changes)
    where = f"Läs ändringen i punkt {places} innan du justerar." if places else "Läs den igen."
    form.add_error(None, f"Texten ändrades medan du läste. {where}")
    return False


def _say_yes(request, form, adjuster, read):
    told = form.own_words | {"method": form.way.key}
    attempt = acts.begin(adjuster, user=request.user, protocol=read, **told)
    return signing_methods.go_on(request, [attempt], form.identity)


def _say_no(request, form, adjuster, of, read):
    of.send_back(
        adjuster,
        by=request.user,
        protocol=read,
        item=form.chosen_item,
        reason=form.cleaned_data["reason"],
    )


def _reading(request, of, present, adjuster, form, read=""):
    """What the page of signing shows; `read` is the kontrollkod that the reader had before her."""
    said = form.said
    party, meeting = of.as_frozen(adjuster, said).party, of.meeting
    earlier = present.protocol.earlier(read)
    before = text_before.text_before(present.protocol, request.user, fingerprint=read)
    shows_changes = request.GET.get("andringar") != "0"
    return {
        **rounds.told(of),
        "round": present,
        "protocol": present.protocol,
        "document": said,
        "item_count": sum(1 for _item in said.top_items()),
        "form": form,
        "party": party,
        "about": [(item, concern_words(item, party.name)) for item in said.items_about(party.name)],
        "later": list(meeting.later_changes.with_who()),
        "disagreements": said.disagreements_of(party.name),
        "before": before,
        "changes": before.changed_items if before else (),
        "shows_changes": shows_changes,
        "comparison": before.compared if before and shows_changes else None,
        "goes_on": text_before.goes_on_at(meeting, request.user, said),
        "refusal": earlier and earlier.refusals.with_round().first(),
        "others": present.others_for(adjuster),
        "also_waiting": several.beside(request.user, present.protocol),
        **deadline(of),
        **inquiries.asking(request, meeting),
    }


@require_POST
def keep_place(request, pk):
    """How far the adjuster has come in the locked text: hers alone, and told to nobody."""
    meeting = access.meeting_for(request, pk, Right.SIGN)
    protocol = meeting.protocol if meeting.state == State.SIGNING else None
    anchor = request.POST.get("punkt", "")
    items = protocol.document().items() if protocol else ()
    found = next((item for item in items if item.anchor == anchor), None)
    if found and protocol.fingerprint == request.POST.get("text"):
        ReadingPlace.reached(request.user, meeting, found.ref)
    return HttpResponse(status=204)


def _instead(of, present, user):
    """The page for whoever has nothing to answer: her answer, the protocol, or how it goes."""
    if any(signature.user_id == user.pk for signature in present.signatures):
        return "receipt"
    return "protocol" if of.is_sealed else "follow"


def _too_late(request, of, present, message=""):
    """There is nothing to answer any more. What was typed is shown, so that it can be copied."""
    is_signed = any(signature.user_id == request.user.pk for signature in present.signatures)
    if is_signed and request.POST.get("answer") in (YES, OPINION):
        # The same answer, sent twice.
        return HttpResponseRedirect(rounds.address(of, "receipt"), status=303)
    typed = map(request.POST.get, ("reason", "note", "annex", "opinion"))
    context = {
        **rounds.told(of),
        "is_signed": is_signed,
        "message": message or "Texten är inte ute för justering längre.",
        "typed": [text for text in typed if text],
    }
    return render(request, "signoff/too_late.html", context, status=409)


# --- Kvitto --------------------------------------------------------------------------------------


@require_safe
def receipt(request, pk, round_pk=None):
    """What the user answered, and what happens next."""
    of, act = _act_for(request, pk, round_pk)
    template = "refused" if isinstance(act, Refusal) else "receipt"
    context = {
        **rounds.told(of),
        "act": act,
        "is_void": isinstance(act, Signature) and act.protocol.is_void,
        "round": signing_round.present(of),
    }
    return render(request, f"signoff/{template}.html", context)


@require_safe
def receipt_file(request, pk, round_pk=None):
    """The receipt of a signature as plain text, to keep."""
    of, act = _act_for(request, pk, round_pk)
    if isinstance(act, Refusal):
        raise Http404
    context = rounds.told(of) | {"act": act, "address": imprints.address()}
    text = render_to_string("signoff/receipt.txt", context)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"kvitto-{of.file_name}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _act_for(request, pk, round_pk):
    of = access.round_for(request, pk, round_pk, Right.SIGN)
    act = signing_round.latest_act(of, request.user)
    if act is None:
        raise Http404
    return of, act
