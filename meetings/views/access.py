"""The only door to an object: fetched and permitted in one step.

Whoever is outside gets the same 404 as for a thing that does not exist; whoever may see it, but not
do this with it, gets 403.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from .. import document
from ..models import (
    Adjuster,
    AgendaItem,
    Attachment,
    Attendee,
    Comment,
    Entry,
    Group,
    Happening,
    Inquiry,
    Meeting,
    SideRound,
    SigningAttempt,
    Statement,
    StatementDraft,
    Version,
)
from ..models.statement import parties_of
from ..permissions import Right, Role, rights_of

LONGEST_KEY = 18  # digits; more than that is no key, and no database takes it


def key_in(text) -> int | None:
    """The key that an address or a form names, or None for what is no key."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_KEY else None


def meeting_for(request, pk, right: Right) -> Meeting:
    """The meeting with the user's roles and rights on it; one query."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    return _permitted(meeting, request.user, right)


def _permitted(meeting, user, right):
    roles = meeting.roles | ({Role.HR} if user.is_hr else frozenset())
    rights = rights_of(frozenset(roles))
    if Right.SEE not in rights:
        raise Http404
    if right not in rights:
        raise PermissionDenied
    meeting.rights = rights
    return meeting


def sealed_for(request, pk, right: Right) -> Meeting:
    """A meeting whose protocol is sealed and has not been destroyed."""
    meeting = meeting_for(request, pk, right)
    if not meeting.is_sealed or meeting.protocol is None:
        raise Http404
    return meeting


def round_for(request, pk, round_pk, right: Right) -> Meeting | SideRound:
    """The round of the meeting's whole text, or its side round with this key."""
    if round_pk is None:
        return meeting_for(request, pk, right)
    meeting = meeting_for(request, pk, Right.SEE)
    a_round = get_object_or_404(
        SideRound.objects.select_related("protocol"), pk=round_pk, meeting=meeting
    )
    if right not in meeting.rights:
        raise PermissionDenied
    a_round.meeting = a_round.protocol.meeting = meeting
    return a_round


def screen_for(request, pk) -> Meeting:
    """The meeting as it is shown while it is written, with the item that is shown; one query.

    To its writers, and to its members where the group lets them follow.
    """
    meetings = Meeting.objects.visible_to(request.user).telling_where(request.user)
    meeting = _permitted(get_object_or_404(meetings, pk=pk), request.user, Right.FOLLOW)
    if Right.WRITE not in meeting.rights and not meeting.group.members_follow:
        raise PermissionDenied
    return meeting


def review_for(request, pk) -> tuple[Meeting, Version | None]:
    """The meeting, with the text that is out for this reader; None when there is none for her.

    Those who write read along with those whom they sent it to.
    """
    meeting = meeting_for(request, pk, Right.REVIEW)
    version = meeting.version_for(request.user)
    if version is None and Right.WRITE in meeting.rights:
        version = meeting.latest_shown()
    return meeting, version


def comment_for(request, pk, ref) -> Comment:
    """A synpunkt on the text that is out for this reader."""
    meeting, version = review_for(request, pk)
    if version is None:
        raise Http404
    shown = Comment.objects.of(meeting).with_people()
    comment = get_object_or_404(shown, ref=ref, version__audience=version.audience)
    comment.version.meeting = meeting
    return comment


def item_for(request, pk, item_pk, right: Right) -> AgendaItem:
    """An item of the meeting; also one that was taken off, so that it can be put back."""
    meeting = meeting_for(request, pk, right)
    item = get_object_or_404(AgendaItem, pk=item_pk, meeting=meeting)
    item.meeting = meeting
    return item


def entry_for(request, pk, ref, right: Right) -> Entry:
    """A row of the meeting, also one that was deleted; one query with the meeting's rights."""
    rows = Entry.objects.told_to(request.user)
    entry = get_object_or_404(rows, ref=ref, item__meeting=pk)
    meeting = entry.meeting
    for told in ("is_written", "is_represented", "is_adjusted"):
        setattr(meeting, told, getattr(entry, told))
    _permitted(meeting, request.user, right)
    return entry


def attachment_for(request, pk, ref) -> Attachment:
    """An attachment to change; also one that was taken away, so that it can be put back."""
    meeting = meeting_for(request, pk, Right.WRITE)
    attachment = get_object_or_404(meeting.attachments.with_files(), ref=ref)
    attachment.meeting = meeting
    return attachment


def file_for(request, pk, ref) -> document.Attachment:
    """The file that this reader meets under the attachment.

    Once the text is locked, what its own bytes name, for everybody who reads it. Before that those
    who write, and for what went with the kallelse everybody who was called.
    """
    meeting = meeting_for(request, pk, Right.SEE)
    if meeting.is_readable:
        if meeting.protocol is None:  # destroyed by a recorded decision
            raise Http404
        frozen = meeting.protocol.document().all_attachments()
        file = next((one for one, _item in frozen if one.ref == str(ref)), None)
    else:
        row = get_object_or_404(meeting.attachments.standing().with_files(), ref=ref)
        is_off = row.item is not None and row.item.deleted_at is not None
        called = row.with_summons and meeting.called_at and not is_off
        if not called and Right.WRITE not in meeting.rights:
            raise PermissionDenied
        file = row.value()
    if file is None or file.is_missing:
        raise Http404
    return file


def attendee_for(request, pk, attendee_pk, right: Right) -> Attendee:
    meeting = meeting_for(request, pk, right)
    attendee = get_object_or_404(Attendee, pk=attendee_pk, meeting=meeting)
    attendee.meeting = meeting
    return attendee


def happening_for(request, pk, ref, right: Right) -> Happening:
    """What happened in the room, by its row's ref; also what was removed, to be put back."""
    meeting = meeting_for(request, pk, right)
    told = Happening.objects.of(meeting).in_order()
    happening = get_object_or_404(
        told.select_related("entry__item", "attendee__sitting", "party", "sitting"), entry__ref=ref
    )
    happening.entry.item.meeting = meeting
    return happening


def draft_for(request, pk, ref) -> StatementDraft:
    """A protokollsanteckning that the user's own party is writing; to everybody else it is not."""
    meeting = meeting_for(request, pk, Right.SEE)
    draft = get_object_or_404(StatementDraft.objects.seen_by(request.user, meeting), ref=ref)
    draft.meeting = meeting
    return draft


def own_statement(request, pk, ref) -> Statement:
    """A protokollsanteckning that the user's own party has handed in."""
    meeting = meeting_for(request, pk, Right.SEE)
    own = parties_of(request.user, meeting)
    return _statement(meeting, Statement.objects.filter(party__in=own), ref)


def statement_to_place(request, pk, ref) -> Statement:
    return _statement(meeting_for(request, pk, Right.WRITE), Statement.objects.all(), ref)


def _statement(meeting, statements, ref):
    statement = get_object_or_404(statements.of(meeting).with_places(), ref=ref)
    statement.meeting = meeting
    return statement


def adjuster_for(request, pk, adjuster_pk, right: Right) -> Adjuster:
    """Somebody who is to sign the meeting's minutes."""
    meeting = meeting_for(request, pk, right)
    serving = Adjuster.objects.serving().with_people()
    adjuster = get_object_or_404(serving, pk=adjuster_pk, meeting=meeting)
    adjuster.meeting = meeting
    return adjuster


def inquiry_for(request, pk, inquiry_pk) -> Inquiry:
    """A question about the meeting's text, for its secretary to answer."""
    meeting = meeting_for(request, pk, Right.WRITE)
    inquiry = get_object_or_404(meeting.inquiries.with_people(), pk=inquiry_pk)
    inquiry.meeting = meeting
    return inquiry


def attempts_for(request, nonce) -> list[SigningAttempt]:
    """All that the user signs by one act, from the nonce of one of them: hers alone to see.

    She may sign them still, or they are nobody's.
    """
    mine = SigningAttempt.objects.filter(user=request.user)
    attempt = get_object_or_404(mine, nonce=nonce)
    attempts = list(SigningAttempt.objects.together(attempt))
    attempts.sort(key=lambda one: one.pk != attempt.pk)
    for one in attempts:
        meeting_for(request, one.protocol.meeting_id, Right.SIGN)
    return attempts


def own_adjuster_for(request, pk, adjuster_pk, *, writer=True) -> Adjuster:
    """Somebody who is to sign, for those whose matter that is: herself and her party.

    And for the secretary, unless `writer` says no. `is_own` tells them apart.
    """
    adjuster = adjuster_for(request, pk, adjuster_pk, Right.SEE)
    meeting = adjuster.meeting
    adjuster.is_own = adjuster.user == request.user or adjuster.party.is_spoken_for(
        request.user, meeting.group
    )
    if not adjuster.is_own and not (writer and Right.WRITE in meeting.rights):
        raise PermissionDenied
    return adjuster


def comment_to_answer(request, pk, comment_ref) -> Comment:
    """A synpunkt on the meeting's text, for its secretary to take a stance on."""
    meeting = meeting_for(request, pk, Right.WRITE)
    found = Comment.objects.of(meeting).with_people()
    comment = get_object_or_404(found, ref=comment_ref)
    comment.version.meeting = meeting
    return comment


def group_for(request, slug, *, writes=False) -> Group:
    """A group that the user belongs to; `writes` demands its secretary."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    group.is_written = group.secretaries.active().filter(user=request.user).exists()
    if writes and not group.is_written:
        raise PermissionDenied
    return group
