"""Justerat på papper, and a file that was signed in another service, put in by the secretary."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import clock, words
from meetings.justering import elsewhere, verification
from meetings.models import SealedFile, Signature, State
from meetings.signing import authority, pades
from tests import builders

FOREVER = datetime(2020, 1, 1, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def place(name, meeting, user):
    return reverse(name, args=[meeting.pk, meeting.adjuster_for(user).pk])


def scan(content=PNG, name="papper.png"):
    return SimpleUploadedFile(name, content)


def today():
    return words.day_long(clock.today())


def test_a_paper_is_registered_and_shown_as_such(signing, signed_in, sara, kim):
    client = signed_in(sara)
    told = {"file": scan(), "signed_on": today(), "note": "Läst"}
    answer = client.post(place("sign_on_paper", signing, kim), told)
    assert answer["Location"] == reverse("follow_signing", args=[signing.pk])
    page = client.get(answer["Location"]).text
    assert "Justerat på papper" in page
    assert "Registrerat av Sara Lind" in page
    assert Signature.objects.get().note == "Läst"


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"signed_on": "i morgon kanske"}, "Skriv"),
        ({"signed_on": ""}, "Skriv vilken dag papperet är underskrivet."),
        ({"file": scan(b"MZ", "papper.exe")}, "Filen kan inte bifogas"),
        ({"file": scan(b"words", "papper.txt")}, "Välj en fil av slaget pdf, png, jpg, jpeg."),
        ({"file": ""}, "Välj en fil."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(signing, signed_in, sara, kim, told, error):
    given = {"file": scan(), "signed_on": today(), "note": "Min rad"} | told
    answer = signed_in(sara).post(place("sign_on_paper", signing, kim), given)
    assert answer.status_code == 422
    assert error in answer.text
    assert "Min rad" in answer.text
    assert not Signature.objects.exists()


def test_a_paper_of_another_text_is_refused(signing, signed_in, sara, kim, mira):
    client, address = signed_in(sara), place("sign_on_paper", signing, kim)
    first = signing.protocol.fingerprint
    assert f'value="{first}"' in client.get(address).text
    builders.send_back(signing, mira)
    builders.send(signing, by=sara)
    builders.printed(signing)
    told = {"file": scan(), "signed_on": today(), "kontrollkod": first}
    answer = client.post(address, told)
    assert answer.status_code == 422
    assert "låsts igen" in answer.text
    assert not Signature.objects.exists()


def test_the_paper_is_for_the_secretary_and_the_signer(signing, signed_in, world):
    builders.on_paper(signing, world.kim, by=world.sara)
    address = place("signed_elsewhere", signing, world.kim)
    for user in (world.sara, world.kim):
        answer = signed_in(user).get(address)
        assert (answer.status_code, answer.content) == (200, builders.PDF)
    for user in (world.mira, world.hanna):
        assert signed_in(user).get(address).status_code == 403
    assert (
        signed_in(world.sara).get(place("signed_elsewhere", signing, world.mira)).status_code == 404
    )
    page = signed_in(world.mira).get(reverse("follow_signing", args=[signing.pk])).text
    assert address not in page


def test_a_text_that_is_not_out_takes_no_paper(sealed, signed_in, sara, kim):
    address = place("sign_on_paper", sealed, kim)
    assert signed_in(sara).get(address).status_code == 302
    answer = signed_in(sara).post(address, {"file": scan(), "signed_on": today()})
    assert answer.status_code == 422


# --- A file signed elsewhere ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The other service's keys."""
    folder = tmp_path_factory.mktemp("tjanst") / "keys"
    authority.create(folder, name="Grannkommunens tjänst", password="x", at=FOREVER)
    return authority.Authority.load(folder / authority.CA_KEY, password="x")


@pytest.fixture
def really_out(group, keys):
    return builders.meeting_in(State.SIGNING, group, real=True)


def frozen_of(meeting):
    return bytes(meeting.protocol.file(SealedFile.Kind.FROZEN).content)


def signed_by(service, pdf, name, number=1):
    at = clock.now()
    key = service.issue(name, "Kommunal", at=at)
    return pades.add_signature(pdf, signer=key, number=number, reason="Justering", at=at)


def test_a_file_signed_elsewhere_is_looked_at_and_put_in(
    really_out, service, signed_in, world, keys
):
    client, kim = signed_in(world.sara), world.kim
    pdf = signed_by(service, frozen_of(really_out), "BERG, Kim Anna")
    told = {"file": scan(pdf, "underskrivet.pdf"), "service": "Grannkommunens tjänst"}
    answer = client.post(place("upload_signed", really_out, kim), told)
    assert answer.status_code == 303
    signature = Signature.objects.get()
    found = signature.evidence["signature"]
    assert (found["name"], found["is_intact"]) == ("BERG, Kim Anna", True)
    assert "Underskrivet i Grannkommunens tjänst" in client.get(answer["Location"]).text
    for user in (world.jonas, world.lena, world.mira):
        builders.sign(really_out, user)
    builders.finish_work(really_out)
    assert really_out.state == State.SEALED
    assert really_out.protocol.files.filter(kind="revision").count() == 3


def refusal(content, meeting, user):
    with pytest.raises(elsewhere.DomainError) as no:
        elsewhere.signature_in(content, meeting, meeting.adjuster_for(user))
    assert no.value.field == "file"
    return no.value.message


def test_only_the_locked_text_with_her_whole_signature_is_taken(really_out, service, kim):
    frozen = frozen_of(really_out)
    good = signed_by(service, frozen, "Kim Berg")
    broken = bytearray(good)
    broken[good.index(b"/Reason", len(frozen)) + 9] ^= 1
    other = signed_by(service, frozen, "Mira Åkesson")
    told = [
        (frozen, elsewhere.NOT_OURS),
        (good[:100] + b"x" + good[101:], elsewhere.NOT_OURS),
        (frozen + b"\n", elsewhere.UNSIGNED),
        (good[:-400], elsewhere.UNREADABLE),
        (bytes(broken), elsewhere.BROKEN),
        (other, "Filen är underskriven av Mira Åkesson, inte av Kim Berg."),
        (signed_by(service, _hung_on(frozen), "Kim Berg"), elsewhere.CHANGED),
    ]
    assert [refusal(content, really_out, kim) for content, _no in told] == [no for _c, no in told]
    both = signed_by(service, other, "Kim Berg", number=2)
    adjuster = really_out.adjuster_for(kim)
    assert elsewhere.signature_in(both, really_out, adjuster)["name"] == "Kim Berg"


def _hung_on(pdf):
    """A note laid over the first page before anybody signed."""
    import io

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    corners = generic.ArrayObject([generic.NumberObject(number) for number in (0, 0, 99, 99)])
    note = {"/Type": generic.NameObject("/Annot"), "/Subtype": generic.NameObject("/FreeText")}
    row = {generic.NameObject(key): value for key, value in (note | {"/Rect": corners}).items()}
    hung = writer.add_object(generic.DictionaryObject(row))
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), hung])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_form_says_why_a_file_is_not_taken_and_keeps_the_service(signing, signed_in, sara, kim):
    told = {"file": scan(b"%PDF-1.7 other", "x.pdf"), "service": "Tjänsten"}
    answer = signed_in(sara).post(place("upload_signed", signing, kim), told)
    assert answer.status_code == 422
    assert "Filen är inte den låsta texten." in answer.text
    assert 'value="Tjänsten"' in answer.text


def test_a_scanned_paper_is_no_file_of_ours(signing, sara, kim):
    builders.on_paper(signing, kim, by=sara)
    assert verification.judge(builders.PDF).kind == "unknown"


def test_a_personnummer_in_a_certificate_is_not_kept(really_out, service, signed_in, world):
    pdf = signed_by(service, frozen_of(really_out), "BERG, Kim (19700101-1234)")
    told = {"file": scan(pdf, "underskrivet.pdf"), "service": "Grannkommunens tjänst"}
    client = signed_in(world.sara)
    assert client.post(place("upload_signed", really_out, world.kim), told).status_code == 303
    assert Signature.objects.get().evidence["signature"]["name"] == "BERG, Kim"
