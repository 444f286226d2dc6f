"""Ångra on the desk: offered after every verb and after a reload, for one's own verbs only."""

import uuid

from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}


def desk(client, meeting):
    return client.get(f"/moten/{meeting.pk}/skriv/")


def press(client, meeting, what="back", **headers):
    act = getattr(desk(client, meeting).context["undo"], what).key
    return client.post(f"/moten/{meeting.pk}/angra/", {"save_id": act}, **headers)


def test_the_desk_offers_what_was_done_last_and_undoes_it(sara_writes, ongoing, row):
    sara_writes.post(f"/moten/{ongoing.pk}/stycken/{row.ref}/ta-bort/", {"save_id": uuid.uuid4()})
    assert (
        'Ångra<span class="what">: stycket borttaget' in desk(sara_writes, ongoing).content.decode()
    )
    answer = press(sara_writes, ongoing)
    assert answer.status_code == 303
    assert answer.url.endswith(f"#stycke-{row.ref}")
    page = sara_writes.get(answer.url).content.decode()
    assert "Ångrat: stycket borttaget" in page
    assert 'Gör om<span class="what">: stycket borttaget' in page


def test_every_answer_on_the_desk_carries_the_offer(sara_writes, item, row):
    url = f"/moten/{item.meeting_id}/punkter/{item.pk}/stycken/"
    posted = {"ref": uuid.uuid4(), "kind": "note", "text": "Till."}
    page = sara_writes.post(url, posted, **HTMX).content.decode()
    assert 'id="angra" hx-swap-oob="true"' in page
    assert "stycket tillagt" in page
    assert 'hx-swap-oob="innerHTML:#toast-angra"' in page


def test_htmx_gets_the_item_in_its_own_place(sara_writes, ongoing, item, row):
    answer = press(sara_writes, ongoing, **HTMX)
    page = answer.content.decode()
    assert answer["HX-Retarget"] == f"#punkt-{item.pk}"
    assert "Mötet öppnas." not in page.split("</section>")[0]
    assert "Ångrat: stycket tillagt" in page
    assert "Gör om" in page


def test_undoing_in_another_item_does_not_lead_away_from_this_one(sara_writes, ongoing, row):
    here = ongoing.items.last()
    looked = f"http://testserver/moten/{ongoing.pk}/skriv/?punkt={here.pk}"
    answer = press(sara_writes, ongoing, **HTMX, HTTP_HX_CURRENT_URL=looked)
    assert answer.context["desk"].now.pk == here.pk
    assert answer["HX-Retarget"] == f"#punkt-{row.item_id}"


def test_an_items_place_changes_the_whole_paper(sara_writes, ongoing, item):
    sara_writes.post(f"/moten/{ongoing.pk}/punkter/{item.pk}/ta-bort/")
    answer = press(sara_writes, ongoing, **HTMX)
    assert answer["HX-Retarget"] == "#papper"
    item.refresh_from_db()
    assert item.deleted_at is None


def test_what_cannot_be_undone_says_why(sara_writes, ongoing, row, jonas):
    row.rewrite("Jonas ord.", base=1, save_id=uuid.uuid4(), by=jonas)
    answer = press(sara_writes, ongoing, **HTMX)
    assert answer.status_code == 409
    assert "Jonas Öberg har ändrat stycket sedan dess" in answer.content.decode()


def test_nonsense_is_no_error_of_ours(sara_writes, ongoing):
    url = f"/moten/{ongoing.pk}/angra/"
    assert sara_writes.post(url).status_code == 400
    assert sara_writes.post(url, {"save_id": uuid.uuid4()}).status_code == 409


def test_the_offer_costs_one_query_however_much_was_done(
    sara_writes, ongoing, item, sara, same_queries
):
    same_queries(
        lambda: desk(sara_writes, ongoing),
        lambda: builders.add_row(item, "Ett stycke till.", by=sara),
    )
