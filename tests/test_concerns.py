"""What an item has to do with an organisation, in words."""

from meetings.concerns import concern_words
from meetings.document import Entry, Item, Party

KOMMUNAL, VISION = Party("Kommunal", ""), Party("Vision", "")


def asked(ref, by=KOMMUNAL):
    return Entry(ref, "question", "Hur går det?", parties=(by,))


def answered(*refs, result="answered"):
    return Entry("s" + "".join(refs), "answer", "Bra.", answers=refs, result=result)


def words(*entries):
    return concern_words(Item("p", "1", "Läget", entries=entries), "Kommunal")


def test_a_question_is_told_with_how_it_stands():
    assert words(asked("1")) == "Er fråga har inget svar"
    assert words(asked("1"), answered("1", result="returns")) == "Er fråga är öppen"
    assert words(asked("1"), answered("1")) == "Er fråga är besvarad"


def test_several_questions_are_counted():
    rows = (asked("1"), asked("2"), asked("3"), asked("4", by=VISION), answered("1"))
    assert words(*rows) == "Tre av era frågor: en besvarad, två öppna"


def test_a_disagreement_is_told_besides():
    row = Entry("o", "disagreement", "Vi är oeniga.", parties=(KOMMUNAL,))
    assert words(asked("1"), row) == "Er fråga har inget svar; er oenighet"


def test_whoever_speaks_or_concurs_without_more_is_told_so():
    assert words(Entry("a", "note", "Säger.", parties=(KOMMUNAL,))) == "Ni har ordet"
    note = Entry("a", "note", "Säger.", parties=(VISION,), concurs=(KOMMUNAL,))
    assert words(note) == "Ni instämmer"
    assert words(Entry("a", "note", "Säger.", parties=(VISION,))) == ""
