import hashlib
import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.justering import technical
from meetings.justering.destruction import destroy
from meetings.models import SealedFile, State
from meetings.views import validation
from tests import builders

pytestmark = pytest.mark.slow

PAGE = "/validera/"
NAMES = ("Jonas Öberg", "Mira Åkesson", "Kim Berg", "Lena Palm")


def check(client, data=b"", **given):
    if data:
        given["file"] = SimpleUploadedFile("protokoll.pdf", data, "application/pdf")
    return client.post(PAGE, given)


def names_in(answer):
    return [name for name in NAMES if name in answer.content.decode()]


def stored(meeting, kind):
    return bytes(meeting.protocol.file(kind).content)


# --- Files ---------------------------------------------------------------------------------------


def test_anybody_learns_who_signed_a_genuine_file(client, sealed):
    answer = check(client, stored(sealed, SealedFile.Kind.SEALED))
    assert "Filen är äkta. Fyra personer har skrivit under." in answer.content.decode()
    assert names_in(answer) == list(NAMES)


def test_a_changed_file_is_told_by_the_kontrollkod_that_it_claims(client, sealed):
    mark = f"samverkan-{sealed.protocol.fingerprint}".encode()
    answer = check(client, b"%PDF-1.7 /Keywords (" + mark + b") something else %%EOF")
    page = answer.content.decode()
    assert "Filen är ändrad efter justeringen." in page
    assert (f"FG {sealed.number}/{sealed.year}" in page, names_in(answer)) == (True, [])


def test_the_frozen_text_is_recognised_while_it_is_signed(client, kim, signing):
    builders.sign(signing, kim)
    answer = check(client, stored(signing, SealedFile.Kind.FROZEN))
    page = answer.content.decode()
    assert "Filen är äkta. Justeringen pågår." in page
    assert ("1 av 4 har skrivit under hittills." in page, names_in(answer)) == (True, ["Kim Berg"])


def test_the_frozen_text_of_a_sealed_protocol_has_no_signatures(client, sealed):
    answer = check(client, stored(sealed, SealedFile.Kind.FROZEN))
    assert "Texten är äkta, men filen saknar underskrifter." in answer.content.decode()


def test_a_text_that_was_sent_back_does_not_count(client, kim, mira, signing):
    builders.sign(signing, mira)
    data = stored(signing, SealedFile.Kind.FROZEN)
    builders.send_back(signing, kim)
    answer = check(client, data)
    assert ("Texten gäller inte" in answer.content.decode(), names_in(answer)) == (True, [])


def test_notes_are_genuine_without_signatures(client, small_group):
    meeting = builders.meeting_in(State.SEALED, small_group, called=False)
    page = check(client, stored(meeting, SealedFile.Kind.SEALED)).content.decode()
    assert ("Filen är äkta." in page, "personer har skrivit under" in page) == (True, False)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 a stranger's file %%EOF", "Vi känner inte igen filen."),
        (b"MZ\x90\x00 no pdf at all", "Den är ingen pdf."),
        (b"%PDF-1.7 " + b"%%EOF\n" * 5000, "Vi känner inte igen filen."),
        (b"\x00" * 100_000, "Vi känner inte igen filen."),
        (b"%PDF-1.7 the half of a download", "Slutet av filen saknas."),
    ],
)
def test_a_file_that_is_not_ours_is_not_recognised(client, sealed, data, words):
    answer = check(client, data)
    assert (answer.status_code, words in answer.content.decode()) == (200, True)


# --- The technical report ------------------------------------------------------------------------


def report_in(client, answer):
    link = re.search(r'href="(/validera/rapport/[^"]+)"', answer.content.decode())[1]
    return client.get(link)


def test_the_report_is_fetched_for_an_hour_after_the_check(client, sealed, monkeypatch):
    data = stored(sealed, SealedFile.Kind.SEALED)
    answer = check(client, data)
    report = report_in(client, answer)
    told = report.json()
    assert told["given"] == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "added_bytes": 0,
    }
    assert {one["name"] for one in told["signatures"]} == set(NAMES)
    assert "attachment" in report["Content-Disposition"]
    monkeypatch.setattr(technical, "LASTS", -1)
    late = report_in(client, answer)
    assert (late.status_code, "gäller inte längre" in late.content.decode()) == (422, True)


def test_the_report_on_a_changed_file_tells_no_names(client, sealed):
    answer = check(client, b"%PDF samverkan-" + sealed.protocol.fingerprint.encode())
    told = report_in(client, answer)
    assert told.json()["result"] == "changed"
    assert ("signatures" in told.json(), names_in(told)) == (False, [])


def test_a_ticket_of_ones_own_making_fetches_nothing(client, sealed):
    forged = signing.dumps({"kind": "code", "protocol": sealed.protocol.pk, "file": None})
    assert client.get(reverse("validation_report", args=[forged])).status_code == 422


def test_it_is_said_how_each_has_signed(client, sealed):
    page = check(client, stored(sealed, SealedFile.Kind.SEALED)).content.decode()
    assert page.count("(enklare underskrift)") == 4


def test_a_protocol_that_was_destroyed_is_told_by_its_kontrollkod(client, sealed, sara):
    code = sealed.protocol.fingerprint
    data = b"%PDF-1.7 samverkan-" + code.encode() + b" %%EOF"
    destroy(sealed.protocol, by=sara, ground="Beslut 7/2030")
    for answer in (check(client, asked=code), check(client, data)):
        assert "Vi har inte kvar det här protokollet." in answer.content.decode()


# --- Kontrollkod and number ----------------------------------------------------------------------


def test_the_whole_kontrollkod_tells_the_names_however_it_is_spaced(client, sealed):
    code = sealed.protocol.fingerprint.upper()
    spaced = " ".join(code[at : at + 8] for at in range(0, 64, 8))
    answer = check(client, asked=spaced)
    assert "Kontrollkoden stämmer. Fyra personer har skrivit under." in answer.content.decode()
    assert names_in(answer) == list(NAMES)


def test_the_code_on_paper_leads_to_the_same_answer(client, sealed):
    code = sealed.protocol.fingerprint
    for url in (reverse("validate_code", args=[code]), f"{PAGE}?kontrollkod={code}"):
        assert "Kontrollkoden stämmer." in client.get(url).content.decode()


def test_the_number_alone_tells_that_it_exists_and_no_names(client, sealed):
    number, year = sealed.number, sealed.year
    for asked in (f"fg {number} / {year}", f"FG{number}/{year}"):
        answer = check(client, asked=asked)
        assert f"FG {number}/{year} finns, låst" in answer.content.decode()
        assert names_in(answer) == []


def test_a_number_that_is_not_locked_is_not_told(client, signing):
    answer = check(client, asked=signing.number_words)
    assert "Vi känner inte igen numret." in answer.content.decode()


# --- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", "Välj en fil, eller skriv en kontrollkod."),
        ("3f9a7c21 b0d458e6", "Skriv hela kontrollkoden. Den har 64 tecken, du skrev 16."),
        ("protokollet", "Skriv en hel kontrollkod, eller ett nummer som FG 2/2024."),
        ("x" * 300, "Det är för långt för att vara en kontrollkod."),
    ],
)
def test_what_cannot_be_looked_up_is_said_at_the_field(client, db, asked, words):
    answer = check(client, asked=asked)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_an_empty_file_is_said_at_the_field(client, db):
    answer = client.post(PAGE, {"file": SimpleUploadedFile("tom.pdf", b"")})
    assert (answer.status_code, "Filen är tom." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("pieces", [[3000], [600, 600], [10_000]])
def test_too_much_is_refused_while_it_is_read(client, db, settings, pieces):
    settings.VALIDATE_LARGEST_FILE = 1000
    files = {
        f"file{n or ''}": SimpleUploadedFile("stor.pdf", b"x" * s) for n, s in enumerate(pieces)
    }
    answer = client.post(PAGE, files)
    assert (answer.status_code, len(answer.context["form"].errors)) == (422, 1)
    assert "Så stora filer kan vi inte kontrollera." in answer.content.decode()


def test_nothing_of_an_upload_touches_a_disk(client, db, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", never)
    assert check(client, b"%PDF" + b"x" * 4_000_000).status_code == 200


def test_a_file_costs_the_same_questions_however_many_marks_it_has(client, sealed):
    costs = []
    for marks in (1, 5000):
        with CaptureQueriesContext(connection) as queries:
            check(client, b"%PDF-1.7 " + b"%%EOF\n" * marks)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- Open to all, but not for ever ---------------------------------------------------------------


def test_the_form_is_protected_though_its_file_is_read_late(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post(PAGE, {"asked": "FG 1/2024"}).status_code == 403
    client.get(PAGE)
    token = client.cookies["csrftoken"].value
    given = {"asked": "FG 1/2024", "csrfmiddlewaretoken": token}
    assert client.post(PAGE, given).status_code == 200


def test_one_address_may_not_ask_without_end(client, db, monkeypatch):
    monkeypatch.setattr(validation, "CHECKS", 2)
    answers = [check(client, asked="FG 1/2024").status_code for _ in range(3)]
    elsewhere = client.post(PAGE, {"asked": "FG 1/2024"}, REMOTE_ADDR="192.0.2.7")
    assert (answers, elsewhere.status_code) == ([200, 200, 429], 200)


def test_answers_are_kept_nowhere(client, sealed):
    answer = client.get(f"{PAGE}?kontrollkod={sealed.protocol.fingerprint}")
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")
