"""The forms that stand on the writing desk, each made from what the desk has read.

At most one thing is open for change: a row, an item's facts, its utfall, a new sub-item. It stands
in its place on the paper, with and without scripts, also when it comes back with errors.
"""

from functools import cached_property

from ..forms.agenda import ItemForm, NewItemForm, NewSubItemForm, OutcomeForm
from ..forms.attachments import NewAttachmentForm
from ..forms.entries import EditRowForm
from ..forms.happenings import AnotherDayForm, PauseForm, wall_clock
from ..forms.line import NewRowForm
from ..models import AgendaItem, Group
from ..models.item_words import earlier_words
from ..shorthand import short_title
from .places import Before, Opened


class DeskForms:
    """What is typed at the desk, and what can be chosen there."""

    def row_options(self, entry=None) -> dict:
        """What every form of a row chooses among; `entry`: the row, when it stands already."""
        return {
            "parties": self.draft.parties,
            "questions": self.questions,
            "open_here": self._open_near(entry) if entry else frozenset(),
            "since": self.meeting.day,
            "next_meeting": self.meeting.next_day,
            "people": self.people,
        }

    @property
    def people(self):
        return [someone.name for someone in self.document.present]

    def _open_near(self, entry) -> frozenset[str]:
        """Refs of the questions that the row may answer in its own item; never itself."""
        ref = next(ref for ref, item in self.draft.items.items() if item.pk == entry.item_id)
        near = (top for top in self.document.top_items()
                if ref in (top.ref, *(child.ref for child in top.children)))  # fmt: skip
        asked = {
            question.ref
            for top in near
            for item in (top, *top.children)
            for question in item.questions
        }
        return frozenset(asked - self._answered - {str(entry.ref)})

    @cached_property
    def questions(self) -> list[tuple[str, str]]:
        """(ref, words) of the meeting's questions, those without an answer first."""
        asked = [
            (question.ref, f"Punkt {item.number}: {question.title or short_title(question.text)}")
            for item in self.document.items()
            for question in item.questions
        ]
        return sorted(asked, key=lambda one: one[0] in self._answered)

    @property
    def add_form(self) -> NewRowForm:
        """The line's form in the item that is being written in."""
        open_here = self.now.open_refs if self.now else frozenset()
        if self._add_form:
            self._add_form.offer(self.questions, open_here, self.people)
            return self._add_form
        options = self.row_options() | {"open_here": open_here}
        return NewRowForm(initial={"kind": self._next_kind}, **options)

    @property
    def files_form(self):
        """A new attachment, of the item that is being written in unless another is chosen."""
        if self._files_form:
            return self._files_form
        items = [(place.item.number, place.row) for place in self.places]
        initial = {"item": str(self.now.pk) if self.now else ""}
        return NewAttachmentForm(items=items, initial=initial)

    def new_item_form(self):
        if self.opened and self.opened.what == "item":
            return self.opened.form
        return NewItemForm(sections=self.draft.sections)

    def opened_row(self, ref) -> Opened | None:
        """The row's form, filled in with how it is now."""
        entry = self.draft.entries.get(ref)
        if entry is None or entry.deleted_at:
            return None
        return Opened("row", ref, EditRowForm.of(entry, **self.row_options(entry)))

    def opened_item(self, what, pk) -> Opened | None:
        """The form of an item's facts or utfall, or of a new item below it."""
        item = next((item for item in self.draft.items.values() if item.pk == pk), None)
        if item is None or what not in ("facts", "outcome", "below"):
            return None
        if what == "below":
            return Opened(what, str(pk), NewSubItemForm())
        form = self.facts_form(item) if what == "facts" else self.outcome_form(item)
        return Opened(what, str(pk), form)

    def facts_form(self, item, data=None) -> ItemForm:
        item.meeting = self.meeting
        before = Before(list(AgendaItem.objects.handled_before(self.meeting)), self.moved_here)
        if item.continues and item.continues_id not in before.keys:
            before.moved.append(item.continues)
        return ItemForm(
            data,
            item=item,
            sections=self.draft.sections,
            parties=self.draft.parties,
            before=before,
        )

    def outcome_form(self, item, data=None) -> OutcomeForm:
        item.meeting = self.meeting
        return OutcomeForm(
            data,
            item=item,
            parties=self.draft.parties,
            phrases=self.meeting.group.phrases.by_outcome(),
            groups=Group.objects.exclude(pk=self.meeting.group_id).values_list("name", flat=True),
        )

    @cached_property
    def moved_here(self) -> list[AgendaItem]:
        """What was moved to the group and is not taken up, each with where it was, as `told`."""
        moved = list(AgendaItem.objects.moved_to(self.meeting.group, self.meeting.day))
        for item in moved:
            item.told = earlier_words(item, of=self.meeting)
        return moved

    @property
    def pause_form(self):
        told = {"parties": self.draft.parties, "auto_id": "paus_%s"}
        return PauseForm(initial={"at": wall_clock()}, **told)

    @property
    def day_form(self):
        told = {"parties": self.draft.parties, "auto_id": "dag_%s"}
        usual = {"starts": self.meeting.starts, "place": self.meeting.place}
        return AnotherDayForm(initial={"at": wall_clock(), **usual}, **told)
