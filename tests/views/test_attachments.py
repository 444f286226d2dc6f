"""Attachments over the web: who may read and add what, and files that lie, are large or old."""

import re
import uuid
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings import clock
from meetings.models import Attachment, State
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def upload(content=builders.PDF, name="budget.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def add(client, meeting, file=None, **told):
    form = {"file": file or upload(), "ref": uuid.uuid4(), "title": "", "item": "", **told}
    return client.post(f"/moten/{meeting.pk}/bilagor/ny/", form, **told.pop("headers", {}))


def address(attachment):
    return f"/moten/{attachment.meeting_id}/bilagor/{attachment.ref}/"


def about_to_be(state, group):
    return builders.meeting_in(State.PLANNED, group, day=builders._usual_day(state))


def on_disk(settings):
    return [path for path in settings.STORAGE_DIR.rglob("*") if path.is_file()]


@pytest.fixture
def writes(signed_in, sara):
    return signed_in(sara)


# --- Added ---------------------------------------------------------------------------------------


def test_a_plain_form_adds_a_file_and_leads_back(writes, ongoing):
    item = ongoing.items.get(heading="Övriga frågor")
    answer = add(writes, ongoing, item=item.pk, title="Budget 2025", fran="skriv")
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/moten/{ongoing.pk}/skriv/?punkt={item.pk}#punkt-{item.pk}",
    )
    one = Attachment.objects.get()
    assert (one.number, one.title, one.item, one.file.name) == (
        1,
        "Budget 2025",
        item,
        "budget.pdf",
    )
    page = writes.get(answer["Location"].partition("#")[0]).content.decode()
    assert page.count("Budget 2025") == 2  # under its item and in the panel


def test_a_file_without_a_name_is_called_what_it_is_called(writes, ongoing):
    add(writes, ongoing)
    assert Attachment.objects.get().title == "budget.pdf"


def test_scripts_get_the_panel_and_the_items_own_files_and_none_of_its_rows(writes, ongoing, sara):
    """A file comes slowly: whoever writes in the item meanwhile must not lose a letter."""
    item = ongoing.items.get(heading="Övriga frågor")
    builders.add_row(item, "Det här skriver någon i just nu.", by=sara)
    form = {"file": upload(), "ref": uuid.uuid4(), "item": item.pk}
    answer = writes.post(f"/moten/{ongoing.pk}/bilagor/ny/", form, **HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="bilagor"' in html
    assert f'id="bilagor-{item.pk}" hx-swap-oob="true"' in html
    assert "just nu" not in html
    assert "Bilaga 1 är tillagd." in html


def test_the_same_bytes_lie_once_on_the_disk(writes, ongoing, settings):
    add(writes, ongoing)
    add(writes, ongoing, upload(name="samma.pdf"))
    assert Attachment.objects.count() == 2
    assert len(on_disk(settings)) == 1


def test_pages_of_a_pdf_are_counted_and_a_broken_one_has_none(writes, ongoing):
    pdf, three = pikepdf.new(), BytesIO()
    for _page in range(3):
        pdf.add_blank_page()
    pdf.save(three)
    add(writes, ongoing, upload(three.getvalue()))
    add(writes, ongoing, upload(three.getvalue()[:100]))
    assert [one.file.pages for one in Attachment.objects.all()] == [3, 0]


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (upload(b"<!doctype html><script>", "sida.html"), "Filen kan inte bifogas."),
        (upload(b"<svg onload=alert(1)>", "bild.svg"), "Filen kan inte bifogas."),
        (upload(b"MZ\x90", "faktura.pdf"), "innehållet är något annat"),
        (upload(b"<html>", "text.txt"), "innehållet är något annat"),
        (upload(b"", "tom.pdf"), "Filen är tom."),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_leaves_nothing(
    writes, ongoing, settings, file, error
):
    answer = add(writes, ongoing, file, title="Mitt namn på den")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert error in html
    assert 'id="bilaga_file_error"' in html
    assert "Mitt namn på den" in html
    assert not Attachment.objects.exists()
    assert on_disk(settings) == []


def test_a_file_that_is_too_large_is_refused_in_words(writes, ongoing, settings):
    settings.ATTACHMENT_LARGEST = 2_000_000
    answer = add(writes, ongoing, upload(builders.PDF + b"x" * 2_000_000))
    assert answer.status_code == 422
    assert "Filen är större än 2\xa0MB." in answer.content.decode()
    assert on_disk(settings) == []


def test_the_limit_of_the_meeting_is_said_at_the_file(writes, ongoing, settings):
    settings.ATTACHMENTS_OF_A_MEETING = 10
    answer = add(writes, ongoing)
    assert answer.status_code == 422
    assert "Mötets bilagor får ta" in answer.content.decode()
    assert on_disk(settings) == []


def test_no_file_chosen_says_so(writes, ongoing):
    form = {"ref": uuid.uuid4(), "title": "Utan fil"}
    answer = writes.post(f"/moten/{ongoing.pk}/bilagor/ny/", form)
    assert answer.status_code == 422
    assert "Välj en fil." in answer.content.decode()


def test_a_name_that_leads_elsewhere_is_only_a_name(writes, ongoing, settings):
    add(writes, ongoing, upload(name="..\\..\\..\\etc\\passwd.pdf"))
    (path,) = on_disk(settings)
    assert settings.STORAGE_DIR in path.parents
    one = Attachment.objects.get()
    assert "/" not in one.file.name
    assert writes.get(address(one))["Content-Disposition"] == f'inline; filename="{one.file.name}"'


def test_a_file_comes_to_no_disk_before_its_sender_is_let_in(signed_in, ongoing, olle, settings):
    assert add(signed_in(olle), ongoing).status_code == 404
    assert on_disk(settings) == []


def test_the_token_may_stand_in_the_same_body_as_the_file(writes, ongoing, settings):
    """Without scripts it stands nowhere else; without it the file is let go."""
    page = writes.get(f"/moten/{ongoing.pk}/bilagor/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    writes.handler.enforce_csrf_checks = True
    assert add(writes, ongoing).status_code == 403
    assert on_disk(settings) == []
    assert add(writes, ongoing, csrfmiddlewaretoken=token).status_code == 303


def test_locked_text_takes_no_more_files(writes, signing, settings):
    assert add(writes, signing).status_code == 422
    assert not Attachment.objects.exists()
    assert on_disk(settings) == []


# --- Promised, changed, taken away ---------------------------------------------------------------


def test_a_promised_file_shows_on_the_desk_and_comes_later(writes, ongoing):
    item = ongoing.items.get(heading="Övriga frågor")
    told = {"title": "Riskbedömning", "promised_by": "Mette Sund", "due": "nästa möte"}
    form = {**told, "item": item.pk, "ref": uuid.uuid4()}
    assert writes.post(f"/moten/{ongoing.pk}/bilagor/utlovad/", form).status_code == 303
    one = Attachment.objects.get()
    desk = writes.get(f"/moten/{ongoing.pk}/skriv/?punkt={item.pk}").content.decode()
    assert "Utlovad av Mette Sund, nästa möte" in desk
    assert "Filen har kommit" in desk
    assert writes.get(address(one)).status_code == 404

    form = {**told, "item": item.pk, "file": upload(), "fran": "skriv"}
    assert writes.post(address(one) + "andra/", form).status_code == 303
    assert writes.get(address(one)).status_code == 200


def test_a_replaced_file_stays_for_those_who_write(writes, signed_in, ongoing, sara, mira):
    one = builders.attach(ongoing, by=sara, with_summons=True)
    older = one.file
    form = {"title": "Ny", "with_summons": "on", "file": upload(b"%PDF-1.7 newer", "ny.pdf")}
    writes.post(address(one) + "andra/", form)
    page = writes.get(f"/moten/{ongoing.pk}/bilagor/").content.decode()
    assert "1 tidigare fil" in page
    earlier = f"{address(one)}filer/{older.pk}/"
    assert b"".join(writes.get(earlier).streaming_content) == builders.PDF
    assert b"".join(writes.get(address(one)).streaming_content) == b"%PDF-1.7 newer"
    assert signed_in(mira).get(earlier).status_code == 403


def test_a_wrong_new_file_changes_neither_file_nor_words(writes, ongoing, sara):
    one = builders.attach(ongoing, by=sara, title="Före")
    form = {"title": "Efter", "file": upload(b"<html>", "a.pdf")}
    answer = writes.post(address(one) + "andra/", form)
    assert answer.status_code == 422
    assert "Efter" in answer.content.decode()
    one.refresh_from_db()
    assert (one.title, one.files.count()) == ("Före", 1)


def test_taking_away_is_undone_on_the_same_page(writes, ongoing, sara):
    one = builders.attach(ongoing, by=sara, title="Fel fil")
    answer = writes.post(address(one) + "ta-bort/", follow=True)
    page = answer.content.decode()
    assert "Bilaga 1 är borttagen. Numret används inte igen." in page
    assert "Ta tillbaka" in page
    assert writes.get(address(one)).status_code == 404
    writes.post(address(one) + "ta-tillbaka/")
    assert writes.get(address(one)).status_code == 200


def test_a_reference_can_be_written_without_scripts(writes, ongoing, sara):
    builders.attach(ongoing, by=sara)
    page = writes.get(f"/moten/{ongoing.pk}/skriv/").content.decode()
    assert 'data-insert="Se bilaga 1."' in page
    item = ongoing.items.first()
    form = {"ref": uuid.uuid4(), "kind": "note", "text": "Se bilaga 1."}
    writes.post(f"/moten/{ongoing.pk}/punkter/{item.pk}/stycken/", form)
    assert item.entries.get().text == "Se bilaga 1."


# --- Given out -----------------------------------------------------------------------------------


def test_a_pdf_is_shown_and_other_files_are_saved_each_in_its_cage(writes, ongoing, sara):
    pdf = builders.attach(ongoing, by=sara)
    shown = writes.get(address(pdf))
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="underlag.pdf"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown["Content-Security-Policy"]

    add(writes, ongoing, upload(b"Anteckningar", "om mötet.txt"))
    saved = writes.get(address(Attachment.objects.get(number=2)))
    assert saved["Content-Type"] == "text/plain"
    assert saved["Content-Disposition"].startswith("attachment; ")
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_an_unchanged_file_is_not_sent_again(writes, ongoing, sara):
    one = builders.attach(ongoing, by=sara)
    etag = writes.get(address(one))["ETag"]
    again = writes.get(address(one), HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_a_file_that_was_tampered_with_on_the_disk_is_not_given_out(
    writes, ongoing, sara, settings
):
    one = builders.attach(ongoing, by=sara)
    (path,) = on_disk(settings)
    path.write_bytes(b"%PDF-1.7 forged")
    assert writes.get(address(one)).status_code == 404


def test_files_of_the_text_are_the_writers_until_it_is_locked(group, world, signed_in, sara):
    meeting = about_to_be(State.SIGNING, group)
    one = builders.attach(meeting, by=sara, item=meeting.items.first())
    builders.bring(meeting, State.ONGOING, by=sara)
    people = (world.sara, world.mira, world.hanna, world.olle)
    told = [signed_in(user).get(address(one)).status_code for user in people]
    assert told == [200, 403, 403, 404]
    meeting.finish(by=sara)
    builders._freeze(meeting, State.SIGNING, sara, False)
    told = [signed_in(user).get(address(one)).status_code for user in people]
    assert told == [200, 200, 200, 404]
    page = signed_in(world.mira).get(f"/protokoll/{meeting.pk}/").content.decode()
    assert page.count(address(one)) == 2  # under the item and in the list last
    assert "De här filerna fanns när texten låstes" in page


def test_what_lies_under_an_item_that_was_taken_off_is_read_by_its_writers_alone(
    group, world, signed_in, sara
):
    meeting = builders.meeting_in(State.CALLED, group)
    item = meeting.items.first()
    one = builders.attach(meeting, by=sara, with_summons=True, item=item)
    assert signed_in(world.mira).get(address(one)).status_code == 200
    item.take_off(by=sara)
    assert signed_in(world.mira).get(address(one)).status_code == 403
    assert signed_in(sara).get(address(one)).status_code == 200


def test_what_went_with_the_kallelse_is_read_by_the_called_and_by_nobody_before(
    group, world, signed_in, sara
):
    meeting = builders.meeting_in(State.PLANNED, group)
    one = builders.attach(meeting, by=sara, with_summons=True, title="Förslag till budget")
    assert signed_in(world.mira).get(address(one)).status_code == 403
    assert (
        "Förslag till budget"
        not in signed_in(world.mira).get(meeting.get_absolute_url()).content.decode()
    )
    meeting.call(by=sara)
    assert signed_in(world.mira).get(address(one)).status_code == 200
    assert signed_in(world.olle).get(address(one)).status_code == 404
    page = signed_in(world.mira).get(meeting.get_absolute_url()).content.decode()
    assert address(one) in page


def test_a_locked_text_gives_out_the_file_that_its_own_bytes_name(group, sara, signed_in, mira):
    meeting = about_to_be(State.SEALED, group)
    one = builders.attach(meeting, by=sara)
    builders.bring(meeting, State.SEALED, by=sara)
    newer = builders.arrived(b"%PDF-1.7 forged")
    with clock.at(clock.now()):
        one._receive(newer, sara)  # as somebody might who reaches the database
    answer = signed_in(mira).get(address(one))
    assert b"".join(answer.streaming_content) == builders.PDF


def test_the_page_of_files_costs_the_same_for_one_and_three(writes, ongoing, sara, same_queries):
    def more():
        one = builders.attach(ongoing, by=sara, item=ongoing.items.first())
        one.bring(builders.arrived(uuid.uuid4().bytes), by=sara)

    same_queries(lambda: writes.get(f"/moten/{ongoing.pk}/bilagor/"), more, at_most=24)
