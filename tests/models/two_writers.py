"""Two writers at the same rows, each with a page of her own that may be old.

What must hold after every step: no word goes that the one who acted had not seen, and none at all
when the answer was no. At the end every word ever typed is in a row, in a tombstone or a revision,
or was shown to its writer in a conflict.
"""

import re
import uuid
from collections import Counter

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from meetings.errors import DomainError
from meetings.models import Conflict, Entry, Revision, Saved, undo

WRITERS = st.integers(0, 1)
ROWS = st.integers(0, 9)
PLACES = st.integers(0, 3)


def words_in(text):
    return set(re.findall(r"\w+", text))


class TwoWriters(RuleBasedStateMachine):
    meeting = None  # set by the test, with `users`
    users = ()

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.items = list(self.meeting.items.standing()[:2])
        for item in self.items:
            item.meeting = self.meeting
        self.typed = Counter()
        self.there = set()  # the words that stand in the text
        self.shown = set()  # words that came back to their writer in a conflict
        self.added_by = {}  # act -> words that it put into the text
        self.pages = [{}, {}]  # what each has in front of her: row -> (text, version)
        self.again = None  # the last thing sent, to send it twice

    def teardown(self):
        self.every_word_is_somewhere()
        self.every_row_is_whole()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self):
        for place in (0, 0, 1):
            self.add_a_row(self.users[place], self.items[place])
        for writer in (0, 1):
            self.read_page(writer)

    def add_a_row(self, user, item):
        text, save_id = f"{self.new_word()} {self.new_word()}", uuid.uuid4()
        ref = uuid.uuid4()
        self.act(lambda: item.add_entry(text, by=user, ref=ref, save_id=save_id), save_id)

    # --- What they do -----------------------------------------------------------------------

    @rule(writer=WRITERS)
    def read_page(self, writer):
        rows = Entry.objects.filter(item__in=self.items).order_by("pk")
        self.pages[writer] = {row.pk: (row.text, row.version) for row in rows}

    @rule(writer=WRITERS, row=ROWS, where=PLACES, keep=st.booleans())
    def type(self, writer, row, where, keep):
        """A new word somewhere, or instead of all that stood there."""
        key, (text, version) = self.row(writer, row)
        words = text.split(" ") if keep else []
        words.insert(min(where, len(words)), self.new_word())
        self.save(writer, key, " ".join(words), text, version)

    def save(self, writer, key, new, seen, version):
        save_id = uuid.uuid4()
        sent = {"base": version, "save_id": save_id, "by": self.users[writer]}
        met = self.act(
            lambda: fetched(key).rewrite(new, **sent),
            save_id,
            may_go=words_in(seen) - words_in(new),
        )
        if isinstance(met, Saved):
            self.pages[writer][key] = (new, met.version)
        else:
            self.met(writer, key, met)

    @rule(writer=WRITERS, to=st.integers(0, 1))
    def add(self, writer, to):
        self.add_a_row(self.users[writer], self.items[to])

    @rule(writer=WRITERS, row=ROWS, choice=st.sampled_from(["mine", "theirs", "both"]))
    def answer_a_conflict(self, writer, row, choice):
        """Type from an old page, and answer what comes at once."""
        key, (text, version) = self.row(writer, row)
        now = Entry.objects.get(pk=key)
        if now.version == version or now.deleted_at:
            return
        mine = f"{text} {self.new_word()}"
        self.save(writer, key, mine, text, version)
        theirs, version = self.pages[writer][key]
        new = {"mine": mine, "theirs": theirs, "both": f"{theirs}\n{mine}"}[choice]
        self.save(writer, key, new, theirs, version)

    @rule(writer=WRITERS, row=ROWS)
    def delete(self, writer, row):
        key, (text, version) = self.row(writer, row)
        sent = {"base": version, "save_id": uuid.uuid4(), "by": self.users[writer]}
        met = self.act(
            lambda: fetched(key).delete_row(**sent), sent["save_id"], may_go=words_in(text)
        )
        self.met(writer, key, met)

    @rule(writer=WRITERS, row=ROWS, with_words=st.booleans())
    def restore(self, writer, row, with_words):
        key, (text, version) = self.row(writer, row)
        sent = {"save_id": uuid.uuid4(), "by": self.users[writer]}
        if not with_words:
            self.act(lambda: fetched(key).restore(**sent), sent["save_id"])
            return
        mine = f"{text} {self.new_word()}"
        met = self.act(lambda: fetched(key).bring_back(mine, base=version, **sent), sent["save_id"])
        self.met(writer, key, met)

    @rule(writer=WRITERS, row=ROWS, up=st.booleans())
    def move(self, writer, row, up):
        key, _seen = self.row(writer, row)
        sent = {"save_id": uuid.uuid4(), "by": self.users[writer], "up": up}
        self.act(lambda: fetched(key).move(**sent), sent["save_id"])

    @rule(writer=WRITERS, row=ROWS, to=st.integers(0, 1))
    def move_to(self, writer, row, to):
        key, _seen = self.row(writer, row)
        sent = {"save_id": uuid.uuid4(), "by": self.users[writer]}
        self.act(lambda: fetched(key).move_to(self.items[to], **sent), sent["save_id"])

    @rule(writer=WRITERS, row=ROWS, where=PLACES)
    def split(self, writer, row, where):
        key, (text, version) = self.row(writer, row)
        gaps = [gap.start() for gap in re.finditer(r"\s", text)] or [len(text)]
        sent = {"base": version, "save_id": uuid.uuid4(), "by": self.users[writer]}
        at = gaps[min(where, len(gaps) - 1)]
        self.met(writer, key, self.act(lambda: fetched(key).split(at, **sent), sent["save_id"]))

    @rule(writer=WRITERS, row=ROWS)
    def merge(self, writer, row):
        key, (_text, version) = self.row(writer, row)
        sent = {"base": version, "save_id": uuid.uuid4(), "by": self.users[writer]}
        asked = self.questions()
        self.met(writer, key, self.act(lambda: fetched(key).merge_up(**sent), sent["save_id"]))
        assert self.questions() == asked

    @rule(writer=WRITERS, row=ROWS, kind=st.sampled_from(["note", "question", "decision"]))
    def describe(self, writer, row, kind):
        key, _seen = self.row(writer, row)
        sent = {"save_id": uuid.uuid4(), "by": self.users[writer], "kind": kind}
        self.act(lambda: fetched(key).describe(**sent), sent["save_id"])

    @rule(writer=WRITERS, what=st.sampled_from(["back", "back", "back", "again"]))
    def undo(self, writer, what):
        user = self.users[writer]
        offered = getattr(undo.offer(self.meeting, user), what)
        if offered is None:
            return
        undoing = uuid.uuid5(offered.key, "undo")
        together = self.typed_with(offered.key)
        self.act(
            lambda: undo.take_back(self.meeting, offered.key, by=user),
            undoing,
            may_go=set().union(*(self.added_by.get(act, set()) for act in together)),
        )

    @precondition(lambda self: self.again)
    @rule()
    def send_it_again(self):
        """The answer was lost on its way: the same act twice is one."""
        before = self.everything()
        self.answered(self.again)
        assert self.everything() == before

    # --- What must hold ---------------------------------------------------------------------

    def act(self, send, act, may_go=frozenset()):
        """Do it, and look at what it did to the text."""
        before = self.there
        answer = self.answered(send)
        after = self.there = self.standing()
        if isinstance(answer, DomainError | Conflict):
            assert after >= before
        assert before - after <= may_go
        self.added_by[act] = after - before
        self.again = send
        return answer

    def answered(self, send):
        try:
            with transaction.atomic():
                return send()
        except DomainError as no:
            return no

    def met(self, writer, key, answer):
        """She sees both texts, and goes on from the other one."""
        if isinstance(answer, Conflict):
            self.shown |= words_in(answer.mine)
            assert answer.theirs == Entry.objects.get(pk=key).text
            self.pages[writer][key] = (answer.theirs, answer.version)

    def every_word_is_somewhere(self):
        kept = set(self.shown)
        for before, after in Revision.objects.filter(meeting=self.meeting).values_list(
            "before", "after"
        ):
            kept |= words_in(before) | words_in(after)
        assert set(self.typed) <= kept

    def every_row_is_whole(self):
        """Its place is its own, and each of its revisions goes on from the one before."""
        rows = Entry.objects.filter(item__in=self.items).prefetch_related("revisions")
        assert max(Counter((row.item_id, row.order) for row in rows).values()) == 1
        for row in rows:
            told = sorted(row.revisions.all(), key=lambda revision: revision.version)
            assert [revision.version for revision in told] == list(range(1, row.version + 1))
            assert [one.after for one in told[:-1]] == [one.before for one in told[1:]]
            assert told[-1].after == row.text

    # --- Helpers ----------------------------------------------------------------------------

    def new_word(self):
        word = f"ord{len(self.typed)}"
        self.typed[word] += 1
        return word

    def row(self, writer, number):
        """One of the rows on her page: (key, (text, version))."""
        page = list(self.pages[writer].items())
        return page[number % len(page)]

    def standing(self):
        texts = Entry.objects.standing().filter(item__in=self.items).values_list("text", flat=True)
        return words_in(" ".join(texts))

    def questions(self):
        rows = Entry.objects.standing().filter(item__in=self.items, kind="question")
        return sorted(rows.values_list("pk", flat=True))

    def everything(self):
        rows = Entry.objects.filter(item__in=self.items).order_by("pk")
        return [
            *rows.values_list("pk", "text", "item", "order", "version", "deleted_at"),
            Revision.objects.filter(meeting=self.meeting).count(),
        ]

    def typed_with(self, act):
        """The acts that are undone with this one: saves of a text that was typed in one go."""
        acts = {act}
        for last in Revision.objects.filter(act=act, kind="rewritten").select_related("entry"):
            acts |= {one.act for one in undo._typed_together(last)}
        return acts


def fetched(key):
    """The row as a request of its own would have it."""
    return Entry.objects.select_related("item__meeting__group").get(pk=key)
