"""Who must sign: the rule in words, and what the chosen leave unmet of it."""

import pytest

from meetings.document import Party
from meetings.policy import Lack, Present, rule_of

EMPLOYER = Party("Arbetsgivaren", "AG", employer=True)
KOMMUNAL, VISION, SSR = (Party(name, name) for name in ("Kommunal", "Vision", "SSR"))
CHAIR = Present(EMPLOYER, chairs=True)
ROOM = [CHAIR, Present(EMPLOYER), Present(KOMMUNAL), Present(VISION), Present(SSR)]


def lacks(who, *chosen, unions=2, room=ROOM):
    chosen = [one if isinstance(one, Present) else Present(one) for one in chosen]
    return rule_of(who, unions).lacks(room, chosen)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("chosen", "De som gruppen väljer på mötet justerar."),
        ("employer", "Arbetsgivaren justerar."),
        ("each_party", "Arbetsgivaren och varje närvarande organisation justerar."),
        ("each_union", "Varje närvarande organisation justerar."),
        ("unions", "Två fackliga organisationer justerar."),
        ("both", "Arbetsgivaren och två fackliga organisationer justerar."),
        ("chair", "Ordföranden och en facklig organisation justerar."),
    ],
)
def test_the_rule_says_itself_in_a_sentence(who, words):
    assert rule_of(who, 2).words == words


def test_a_rule_that_leaves_it_to_the_meeting_lacks_nothing():
    assert lacks("chosen") == []


def test_each_party_that_was_there_signs():
    assert lacks("each_party", KOMMUNAL, VISION) == [Lack((EMPLOYER,)), Lack((SSR,))]
    assert lacks("each_union", KOMMUNAL, VISION, SSR) == []


def test_whoever_was_not_there_is_not_asked():
    assert lacks("each_party", EMPLOYER, room=[CHAIR]) == []
    assert lacks("employer", room=[Present(VISION)]) == []


def test_a_number_of_unions_is_any_of_them():
    assert lacks("unions", SSR, VISION) == []
    assert lacks("both", EMPLOYER, SSR) == [Lack((KOMMUNAL, VISION), wanted=1)]


def test_no_more_unions_are_asked_for_than_were_there():
    assert lacks("unions", VISION, room=[CHAIR, Present(VISION)]) == []


def test_the_chair_signs_herself_where_the_rule_says_so():
    assert lacks("chair", EMPLOYER, VISION) == [Lack((EMPLOYER,), chair=True)]
    assert lacks("chair", CHAIR, VISION) == []


def test_without_a_chair_somebody_signs_for_the_employer():
    room = [Present(EMPLOYER), Present(VISION)]
    assert lacks("chair", VISION, room=room) == [Lack((EMPLOYER,))]
    assert lacks("chair", EMPLOYER, VISION, room=room) == []
