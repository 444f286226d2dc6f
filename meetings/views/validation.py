"""/validera/: is this file ours, and who has signed it? Open to all; nothing is stored."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from ..forms.validation import CheckForm, Number
from ..justering import technical, verification
from ..models import Meeting, Protocol
from . import limits, verdicts
from .uploads import InMemory

CHECKS, MINUTE = 60, 60  # a whole municipality may share one address
TOO_OLD = "Länken till rapporten gäller inte längre. Kontrollera filen igen."
TOO_MANY = "Det har blivit för många kontroller härifrån. Vänta en minut och försök igen."


@login_not_required
@csrf_exempt  # `_show` checks: the token may not be read before the file has its handler
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    request.upload_handlers = [InMemory(request, settings.VALIDATE_LARGEST_FILE)]
    return _show(request)


@login_not_required
@never_cache
@require_safe
def by_code(request, code):
    """Where the QR code on paper leads."""
    return _looked_up(request, code)


@login_not_required
@never_cache
@require_safe
def report(request, ticket):
    """The technical report of a check, to be kept beside the file."""
    judged = technical.redeem(ticket)
    if judged is None:
        return _page(request, CheckForm(), status=422, refusal=TOO_OLD)
    told = technical.report(judged, names=judged.tells_names)
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"kontroll-{judged.protocol.meeting.file_name}.json"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_protect
def _show(request):
    if request.method == "POST":
        return _check(request)
    code = request.GET.get("kontrollkod", "")
    if not code:
        return _page(request, CheckForm())
    form = CheckForm({"asked": code})
    if not form.is_valid():
        return _page(request, form, status=422)
    return _looked_up(request, form.cleaned_data["asked"], form)


def _check(request):
    (handler,) = request.upload_handlers
    files = request.FILES  # read first: now the handler knows how much there was
    too_large = _too_large() if handler.is_too_large else ""
    form = CheckForm(request.POST, files, too_large=too_large)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not _may_ask(request):
        return _page(request, form, status=429, refusal=TOO_MANY)
    file = form.cleaned_data["file"]
    if file:
        return _page(request, CheckForm(), answer=_about_file(file.read()), file_name=file.name)
    return _page(request, form, answer=_about(form.cleaned_data["asked"]))


def _looked_up(request, asked, form=None):
    if not _may_ask(request):
        return _page(request, form or CheckForm(), status=429, refusal=TOO_MANY)
    return _page(request, form or CheckForm(), answer=_about(asked))


def _may_ask(request):
    address = limits.address_of(request)
    return limits.claim("validera", address, amount=CHECKS, seconds=MINUTE) is not None


def _too_large():
    megabytes = settings.VALIDATE_LARGEST_FILE // 1024**2
    return f"Filen är större än {megabytes} MB. Så stora filer kan vi inte kontrollera."


def _page(request, form, *, status=200, **context):
    page = render(request, "validation/show.html", {"form": form, **context}, status=status)
    page["X-Robots-Tag"] = "noindex"
    return page


# --- What we answer ------------------------------------------------------------------------------


def _about_file(data):
    judged = verification.judge(data)
    if judged.destroyed:
        return {"verdict": verdicts.destroyed(judged.destroyed)}
    if judged.protocol is None:
        return {"verdict": verdicts.unknown_file(data)}
    return _told(judged)


def _about(asked):
    if isinstance(asked, Number):
        found = Meeting.objects.closed().numbered(asked.code, asked.number, asked.year)
        return {"verdict": verdicts.numbered(found.select_related("group").first())}
    protocol = verification.by_code(asked)
    if protocol:
        return _told(verification.Judgement("code", protocol))
    gone = verification.destroyed(asked)
    return {"verdict": verdicts.destroyed(gone) if gone else verdicts.unknown_code()}


def _told(judged):
    """A file that is not byte for byte one of ours tells nobody's name."""
    names = judged.tells_names
    protocol = judged.protocol
    found = verdicts.Found(
        judged.kind,
        protocol,
        signatures=tuple(protocol.signatures.with_party()) if names else (),
        to_sign=len(protocol.meeting.serving_adjusters()),
        by_code=judged.kind == "code",
        corrections=tuple(_corrections(protocol)),
    )
    return {
        "verdict": verdicts.of(found),
        "found": found if names else None,
        "names": [(one, technical.how(one)) for one in found.signatures],
        "report": technical.report(judged, names=names),
        "ticket": technical.ticket(judged),
    }


def _corrections(protocol):
    """The rättelser that hold of this text; of an extract, those of what it shows."""
    if protocol.scope != Protocol.Scope.EXTRACT:
        return protocol.corrections.in_force().with_people()
    shown = [item.ref for item in protocol.document().items()]
    of_all = protocol.extract.original.corrections.in_force().with_people()
    return of_all.of_items(shown)
