"""The writing desk (Skriv): how the page is put together, and what a verb on it answers.

Everything that is shown comes from one `Draft`. At most one thing is open for change: a row, an
item's facts, its utfall, a new sub-item. It stands in its place on the paper, with and without
scripts, also when it comes back with errors.
"""

import itertools
import uuid
from collections import defaultdict
from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .. import clock, sentences, words
from ..forms.agenda import ItemForm, NewItemForm, NewSubItemForm, OutcomeForm
from ..forms.attachments import NewAttachmentForm
from ..forms.entries import EditRowForm
from ..forms.happenings import AnotherDayForm, PauseForm, wall_clock
from ..forms.line import NewRowForm
from ..models import AgendaItem, Entry, Group, PrivateNote, Refusal, State, undo
from ..models.item_words import earlier_words, places_of
from ..models.reading import draft_of
from ..shorthand import short_title
from .htmx import see_other
from .in_room import in_room
from .places import Band, Before, Opened, Place, Removed


class Desk:
    """The page's whole content. `now` is the key of the item that is being written in."""

    def __init__(
        self,
        meeting,
        *,
        now=None,
        opened=None,
        add_form=None,
        files_form=None,
        gone=None,
        next_kind=Entry.Kind.NOTE,
        press_form=None,
        shows_people=False,
        shows_phrases=False,
    ):
        """`opened`: an Opened, or a function of the desk that makes one from what it has read.

        `next_kind`: what the line offers to write; `shows_people`: “Närvaro just nu” is open;
        `shows_phrases`: the list of phrases is filled. A script fetches it when it is wanted.
        """
        self.meeting, self._add_form, self._gone = meeting, add_form, gone
        self._files_form, self._next_kind = files_form, next_kind
        self._press_form, self.shows_people = press_form, shows_people or press_form is not None
        self._shows_phrases = shows_phrases
        # Addresses of many items and rows: reversed once, not a hundred times.
        self.items_url = reverse("add_item", args=[meeting.pk])
        self.rows_url = f"{meeting.get_absolute_url()}stycken/"
        self.draft = draft_of(meeting)
        self.document = self.draft.document
        self._answered = frozenset(
            ref
            for item in self.document.items()
            for entry in item.entries
            if entry.result == "answered"
            for ref in entry.answers
        )
        self.opened = opened(self) if callable(opened) else opened
        self.bands = [
            Band(section, [self._place(item) for item in section.items])
            for section in self.document.sections
        ]
        self.tops = [place for band in self.bands for place in band.places]
        self.places = [one for top in self.tops for one in (top, *top.children)]
        for band in self.bands:
            for above, place in itertools.pairwise(band.places):
                place.above = above
        self.now = self._find(now) or next(iter(self.places), None)
        if self.now:
            self.now.is_now = True

    def _place(self, item):
        row = self.draft.items[item.ref]
        return Place(
            item,
            row,
            f"{self.items_url}{row.pk}/",
            self._answered,
            children=[self._place(child) for child in item.children],
            later=self._later[row.pk],
            opened=self.opened,
        )

    @cached_property
    def room(self):
        return in_room(self.draft, self._press_form)

    @property
    def pause_form(self):
        told = {"parties": self.draft.parties, "auto_id": "paus_%s"}
        return PauseForm(initial={"at": wall_clock()}, **told)

    @property
    def day_form(self):
        told = {"parties": self.draft.parties, "auto_id": "dag_%s"}
        usual = {"starts": self.meeting.starts, "place": self.meeting.place}
        return AnotherDayForm(initial={"at": wall_clock(), **usual}, **told)

    @cached_property
    def _later(self):
        """What was changed after the meeting, by the key of its item."""
        later = defaultdict(list)
        if self.meeting.ended_at:
            for change in self.meeting.later_changes.with_who():
                later[change.item_id].append(change)
        return later

    def _find(self, pk):
        return next((place for place in self.places if pk is not None and place.pk == pk), None)

    def top_of(self, pk) -> Place | None:
        """The item's place, or that of the item it stands under."""
        return next(
            (top for top in self.tops if pk in (top.pk, *(child.pk for child in top.children))),
            None,
        )

    @property
    def now_top(self):
        return self.top_of(self.now.pk) if self.now else None

    @property
    def before_and_after(self):
        """The items beside the one being written, for the step buttons of the phone."""
        if not self.now:
            return None, None
        here = self.tops.index(self.now_top)
        before = self.tops[here - 1] if here else None
        return before, self.tops[here + 1] if here + 1 < len(self.tops) else None

    # --- Forms --------------------------------------------------------------------------------

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

    @property
    def annexes(self):
        """(attachment, its item or None) in order of number."""
        return self.document.all_attachments()

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
    def phrases(self):
        return phrases_for(self.now.row) if self.now and self._shows_phrases else []

    # --- What else stands on the page -----------------------------------------------------------

    @property
    def since(self):
        """When the current sitting began."""
        begun = [sitting.began_at for sitting in self.draft.sittings if sitting.began_at]
        return words.since(begun[-1] if begun else self.meeting.began_at, clock.now())

    @property
    def present_count(self):
        return self.room.count

    @property
    def open_questions(self):
        return sum(top.open_questions for top in self.tops)

    @property
    def disputed(self):
        return [top for top in self.tops if top.is_disputed]

    @cached_property
    def removed(self):
        """Rows and items that were taken away, to bring back."""
        return self.draft.removed_items(), self.draft.removed_entries()

    @property
    def just_removed(self):
        """The row or item that the last button took away (its ref), while it can be undone."""
        item, entry = self.draft.items.get(self._gone), self.draft.entries.get(self._gone)
        if entry is not None and entry.deleted_at:
            return Removed("Stycket är borttaget", "restore_entry", (self.meeting.pk, entry.ref))
        if item is not None and item.deleted_at:
            words = f"Punkten {item.heading} är borttagen"
            return Removed(words, "put_back_item", (self.meeting.pk, item.pk))
        return None

    @property
    def member_count(self):
        return len({someone.user_id for someone in self.draft.attendees if someone.user_id})

    @property
    def empty_choices(self):
        """What may be said at once about an item where nothing was said."""
        own = self.meeting.empty_words
        words = [own] if len(own) > 1 else []
        return list(dict.fromkeys([*words, "Inget att ta upp", "Behandlades inte"]))

    @cached_property
    def refusal(self):
        """Who sent the text back, until it is sent again."""
        if self.meeting.state != State.DRAFTED or self.meeting.sent_at is None:
            return None
        told = Refusal.objects.of(self.meeting).newest_first()
        return told.select_related("adjuster__attendee__party").first()

    @property
    def refused_place(self):
        ref = self.refusal and self.refusal.item_ref
        return next((place for place in self.places if place.item.ref == ref), None)


def phrases_for(item) -> list[tuple[str, str]]:
    """The group's sentences for rows, as they read in the item, each with the kind of its row."""
    rows = list(item.meeting.group.phrases.for_rows())
    known = places_of(item) if rows else {}
    return [(sentences.fill(phrase.words, known), phrase.kind) for phrase in rows]


# --- Answers -------------------------------------------------------------------------------------


def url(meeting, *, now=None, anchor="", **query) -> str:
    """The address of the desk with an item chosen and perhaps something open."""
    query = {"punkt": now, **query}
    asked = "&".join(f"{key}={value}" for key, value in query.items() if value)
    return reverse("write", args=[meeting.pk]) + (f"?{asked}" if asked else "") + anchor


def page(request, meeting, *, status=200, **desk):
    """The whole page."""
    context = {
        "meeting": meeting,
        "desk": Desk(meeting, **desk),
        "undo": undo.offer(meeting, request.user),
        "has_errors": status == 422,
    }
    context["document"] = context["desk"].document
    context["own_note"] = _own_note(request, context["desk"])
    return render(request, "writing/show.html", context, status=status)


def _own_note(request, desk):
    """What this user, and nobody else, has noted about the item that she writes in."""
    return PrivateNote.objects.mine(request.user, desk.now.row) if desk.now else None


def changed(request, meeting, item_pk, *, to, **told):
    """After a verb: the item anew with what tells of it elsewhere on the page, or a redirect.

    told: `announce`, what happened, in words; `toast`: say it where it can be undone at once;
    `also`: the key of another item that changed; `now`: the item that is written in, if not this.
    """
    if not request.htmx:
        return see_other(to)
    return part(request, meeting, item_pk, news=True, **told)


def part(request, meeting, item_pk, *, status=200, opened=None, now=None, **told):
    """The item's own element; with `news` also what tells of it elsewhere on the page."""
    desk = Desk(meeting, now=now or item_pk, opened=opened)
    also = told.pop("also", None)
    if desk.top_of(item_pk) is None:
        return _item_is_gone(request)
    context = _told_of(request, desk) | {
        "place": desk.top_of(item_pk),
        "also": desk.top_of(also) if also else None,
        **told,
    }
    template = told.get("template", "writing/_changed.html")
    return render(request, template, context, status=status)


def whole(request, meeting, item_pk, *, announce, to):
    """After a verb that changes numbers all over the page: the paper anew, or a redirect."""
    if not request.htmx:
        messages.success(request, announce)
        return see_other(to)
    desk = Desk(meeting, now=item_pk)
    if len(desk.places) < 2:  # the line comes with the first item and goes with the last
        messages.success(request, announce)
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = _told_of(request, desk) | {"announce": announce, "toast": True}
    return _paper(request, "writing/_whole.html", context)


def refused_item(request, meeting, opened):
    """The form of a new item with its errors and every typed word."""
    if not request.htmx:
        return page(request, meeting, opened=opened, status=422)
    context = _told_of(request, Desk(meeting, opened=opened))
    return _paper(request, "writing/_paper.html", context, status=422)


def _paper(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#papper", "outerHTML"
    return response


def _told_of(request, desk):
    return {
        "meeting": desk.meeting,
        "desk": desk,
        "document": desk.document,
        "undo": undo.offer(desk.meeting, request.user),
        "new_ref": uuid.uuid4(),
        "saved_at": f"Sparat {words.clock_time(clock.local(clock.now()))}",
    }


def _item_is_gone(request):
    """Somebody took the item off meanwhile: the page is read anew, and says so."""
    messages.warning(request, "Punkten är borttagen. Ta tillbaka den under Borttaget.")
    return HttpResponse(headers={"HX-Refresh": "true"})


def files(request, meeting, item_pk, *, status=200, form=None, announce=""):
    """The panel of attachments, and those of the item that got one; never the item's rows.

    A file comes slowly, and somebody may be writing there meanwhile.
    """
    desk = Desk(meeting, now=item_pk, files_form=form)
    context = {
        "meeting": meeting,
        "desk": desk,
        "place": desk.now if desk.now and desk.now.pk == item_pk else None,
        "announce": announce,
    }
    return render(request, "attachments/_changed.html", context, status=status)


def side(request, meeting, *, now):
    """What stands beside the paper about the item that is being written in."""
    desk = Desk(meeting, now=now)
    context = {"meeting": meeting, "desk": desk}
    return render(request, "writing/_turned.html", context)


def refused_line(request, meeting, item_pk, form):
    """The line at the bottom with its errors; htmx puts it where it was, not in the item."""
    if not request.htmx:
        return page(request, meeting, now=item_pk, add_form=form, status=422)
    context = {"meeting": meeting, "desk": Desk(meeting, now=item_pk, add_form=form)}
    response = render(request, "writing/_line.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#snabb", "outerHTML"
    return response


def refused_press(request, meeting, item_pk, form):
    """“Närvaro just nu” with its errors, and the hour as it was typed."""
    if not request.htmx:
        return page(request, meeting, now=item_pk, press_form=form, status=422)
    context = {"meeting": meeting, "desk": Desk(meeting, now=item_pk, press_form=form)}
    response = render(request, "happenings/_panel.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#narvaro-nu", "outerHTML"
    return response


def refused(request, meeting, item_pk, opened, status=422):
    """A form back in its place with its errors and every typed word."""
    if request.htmx:
        return part(request, meeting, item_pk, status=status, opened=opened)
    return page(request, meeting, now=item_pk, opened=opened, status=status)
