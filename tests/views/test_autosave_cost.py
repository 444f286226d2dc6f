"""What a saved word may cost: six statements beside BEGIN and COMMIT, and a short answer."""

import uuid

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders


def save(client, row, **told):
    where = f"/moten/{row.item.meeting_id}/stycken/{row.ref}/spara/"
    sent = {"text": "Ett ord till.", "base": 1, "save_id": uuid.uuid4(), **told}
    return client.post(where, sent, headers={"Accept": "application/json"})


def test_a_saved_word_is_six_statements_and_less_than_a_kilobyte(signed_in, sara, row):
    client = signed_in(sara)
    with CaptureQueriesContext(connection) as asked:
        answer = save(client, row)
    assert answer.status_code == 200
    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) == 6, said  # session, user, row, meeting held and counted, row, revision
    assert len(answer.content) <= 1024


def test_only_a_secretary_of_the_group_today_saves(signed_in, world, row):
    assert save(signed_in(world.mira), row).status_code == 403
    assert save(signed_in(world.olle), row).status_code == 404
    world.group.secretaries.update(ends=builders.LONG_AGO)
    assert save(signed_in(world.sara), row).status_code == 404


def test_a_row_of_another_meeting_is_not_saved_through_ones_own(signed_in, world, row):
    other = builders.group_with((world.employer,), name="Annan grupp", code="AN")
    builders.secretary(other, world.olle)
    mine = builders.meeting_in("ongoing", other)
    where = f"/moten/{mine.pk}/stycken/{row.ref}/spara/"
    told = {"text": "Mitt.", "base": 1, "save_id": uuid.uuid4()}
    assert signed_in(world.olle).post(where, told).status_code == 404
