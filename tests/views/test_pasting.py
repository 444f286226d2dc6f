"""Pasted text over the web: shown before it is written, written once, taken back as one."""

import re
import uuid

import pytest

from meetings.models import Attachment, Entry, undo
from tests import builders

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXT = "Se sid 76. **Vad avses?** Mer finns.\n• Lokaler\n2024. Nästa möte\n- 3,1 mnkr"
MATTERS = "Information enligt 19 § MBL:\nHundrastgård, Dnr HÅ 2023/776\nBåtfärja till holmarna"


@pytest.fixture
def writes(signed_in, sara):
    return signed_in(sara)


@pytest.fixture
def item(ongoing):
    return ongoing.items.get(heading="Övriga frågor")


def address(item, store=True):
    return f"/moten/{item.meeting_id}/punkter/{item.pk}/dela-upp/{'spara/' if store else ''}"


def store(client, item, text, way, *, headers=None, **told):
    form = {"text": text, "way": way, "ref": uuid.uuid4(), **told}
    return client.post(address(item), form, **(headers or {}))


def texts(item):
    return [(row.kind, row.text) for row in item.entries.standing()]


# --- Shown ---------------------------------------------------------------------------------------


def test_looking_writes_nothing_and_keeps_the_words(writes, item):
    for way in ("", "one", "rows", "items", "file"):
        page = writes.post(address(item, store=False), {"text": TEXT, "way": way})
        assert page.status_code == 200
        assert "Se sid 76. **Vad avses?** Mer finns." in page.content.decode()
    assert not Entry.objects.filter(item=item).exists()


def test_without_scripts_the_text_has_a_page_of_its_own(writes, item):
    empty = writes.get(address(item, store=False)).content.decode()
    assert "<!doctype html>" in empty
    assert "Visa hur det blir" in empty
    line = writes.get(f"/moten/{item.meeting_id}/skriv/?punkt={item.pk}").content.decode()
    assert f'formaction="{address(item, store=False)}"' in line


def test_the_form_that_is_shown_can_be_sent_as_it_is(writes, item):
    shown = writes.post(address(item, store=False), {"text": TEXT, "way": "rows"}).content.decode()
    told = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    told["question"] = re.findall(r'name="question" value="([^"]*)" checked', shown)
    assert store(writes, item, TEXT, "rows", **told).status_code == 303
    assert ("question", "Vad avses?") in texts(item)


def test_what_asks_is_ticked_and_can_be_unticked(writes, item):
    form = {"text": TEXT, "way": "rows"}
    shown = writes.post(address(item, store=False), form).content.decode()
    assert 'value="0-1" checked' in shown
    shown = writes.post(address(item, store=False), {**form, "shown": "rows"}).content.decode()
    assert 'value="0-1">' in shown


# --- Written -------------------------------------------------------------------------------------


def test_one_paragraph_with_a_list(writes, item):
    answer = store(writes, item, TEXT, "one")
    assert answer.status_code == 303
    ((kind, text),) = texts(item)
    assert kind == "note"
    assert text == TEXT


def test_a_row_for_each_line_with_questions_in_their_places(writes, item, world):
    told = {"shown": "rows", "question": ["0-1"], "asked_by": world.kommunal.pk}
    store(writes, item, TEXT, "rows", rest="quote", source="Underlaget", page="76", **told)
    assert texts(item) == [
        ("quote", "Se sid 76."),
        ("question", "Vad avses?"),
        ("quote", "Mer finns."),
        ("quote", "Lokaler"),
        ("quote", "2024. Nästa möte"),
        ("quote", "- 3,1 mnkr"),
    ]
    asked = item.entries.get(kind="question")
    assert asked.facts()["speaks"] == [world.kommunal]
    assert item.entries.first().source == "Underlaget"


def test_rows_of_a_row_come_after_it(writes, item, sara):
    first, last = (builders.add_row(item, text, by=sara) for text in ("Först", "Sist"))
    store(writes, item, "Ett\nTvå", "rows", after=first.ref)
    assert [text for _kind, text in texts(item)] == ["Först", "Ett", "Två", "Sist"]
    assert last.text == "Sist"


def test_a_boards_list_becomes_sub_items_with_basis_and_number(writes, item):
    told = {"shown": "items", "matter": ["1", "2"], "legal_basis": "MBL 19"}
    answer = store(writes, item, MATTERS, "items", **told)
    assert answer.status_code == 303
    made = [(one.heading, one.case_number, one.legal_basis) for one in item.children.all()]
    assert made == [
        ("Hundrastgård", "HÅ 2023/776", "MBL 19"),
        ("Båtfärja till holmarna", "", "MBL 19"),
    ]
    assert texts(item) == [("note", "Information enligt 19 § MBL:")]


def test_the_basis_of_the_leading_line_is_proposed(writes, item):
    page = writes.post(address(item, store=False), {"text": MATTERS, "way": "items"})
    html = page.content.decode()
    assert 'name="legal_basis" maxlength="60" value="MBL 19"' in html
    assert 'name="matter" value="0">' in html


def test_beside_a_sub_item_the_new_ones_stand_under_the_same_item(writes, item):
    child = item.meeting.add_item("Underpunkt", parent=item)
    store(writes, child, "Ett\nTvå", "items")
    assert [one.heading for one in item.children.order_by("order")] == ["Underpunkt", "Ett", "Två"]


def test_the_text_as_a_file_is_the_text_to_the_letter(writes, item):
    store(writes, item, TEXT, "file", title="Kommunals frågor")
    one = Attachment.objects.get()
    assert (one.title, one.item, one.file.name) == (
        "Kommunals frågor",
        item,
        "Kommunals frågor.txt",
    )
    answer = writes.get(f"/moten/{item.meeting_id}/bilagor/{one.ref}/")
    assert b"".join(answer.streaming_content).decode() == TEXT
    assert texts(item) == []


@pytest.mark.parametrize("way", ["one", "rows", "items", "file"])
def test_the_same_form_twice_is_written_once(writes, item, way):
    ref = uuid.uuid4()
    for _time in range(2):
        assert store(writes, item, TEXT, way, ref=ref).status_code == 303
    made = item.entries.count() + item.children.count() + Attachment.objects.count()
    assert made == {"one": 1, "rows": 6, "items": 4, "file": 1}[way]


@pytest.mark.parametrize("way", ["rows", "items"])
def test_all_of_it_is_taken_back_at_once(writes, item, sara, way):
    builders.add_row(item, "Fanns före", by=sara)
    store(writes, item, MATTERS, way)
    assert item.entries.standing().count() + item.children.standing().count() > 2
    undo.take_back(item.meeting, undo.offer(item.meeting, sara).back.key, by=sara)
    assert texts(item) == [("note", "Fanns före")]
    assert not item.children.standing().exists()


def test_scripts_get_the_item_with_its_rows(writes, item):
    answer = store(writes, item, TEXT, "rows", headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="punkt-{item.pk}"' in html
    assert "6 stycken är tillagda." in html
    assert "6 stycken tillagda" in html  # what Ångra takes back


def test_a_no_comes_into_the_dialog_with_every_word(writes, item):
    answer = store(writes, item, "ord " * 6000 + "\nslut", "one", headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dela-upp-in"
    assert "Spara den som bilaga" in answer.content.decode()
    assert "ord ord" in answer.content.decode()
    assert not item.entries.exists()


def test_locked_text_takes_nothing(writes, signing):
    item = signing.items.first()
    answer = store(writes, item, TEXT, "rows")
    assert answer.status_code == 422
    assert "Texten är låst" in answer.content.decode()
    assert TEXT.split("\n")[0] in answer.content.decode()


def test_only_those_who_write_paste(signed_in, item, world):
    for user, status in ((world.mira, 403), (world.hanna, 403), (world.olle, 404)):
        assert store(signed_in(user), item, TEXT, "rows").status_code == status
    assert not item.entries.exists()


def test_the_form_sent_again_with_other_lines_loses_none_of_them(writes, item):
    ref = uuid.uuid4()
    for text in ("Lokaler\nBudget", "Lokaler\nBudget", "Lokaler\nBudget för 2025"):
        store(writes, item, text, "items", ref=ref, shown="items", matter=["0", "1"])
    below = item.children.standing().values_list("heading", flat=True)
    assert list(below) == ["Lokaler", "Budget", "Budget för 2025"]
