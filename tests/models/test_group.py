"""What a group is called."""

import pytest

from meetings.models import Group


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Förvaltningsgruppen", "förvaltningsgruppen"),
        ("Samverkansgruppen Björkskolan", "samverkansgruppen Björkskolan"),
        ("Centrala samverkansgruppen", "centrala samverkansgruppen"),
        ("Solrosens förskola", "Solrosens förskola"),
        ("FSG", "FSG"),
    ],
)
def test_a_groups_name_keeps_its_capital_when_it_is_a_proper_name(name, inside):
    assert Group(name=name).in_sentence == inside
