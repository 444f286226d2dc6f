"""What things are and may become. Model files are nouns; transitions are verbs on them."""

from .account_notice import AccountNotice
from .action import Action
from .adjuster import Adjuster
from .agenda import AgendaItem, MeetingSection, Position
from .attached_file import Arrived, AttachedFile
from .attachment import Attachment
from .attendee import Attendee
from .closing_notice import ClosingNotice
from .comment import Comment
from .correction import Correction
from .delivery import Delivery
from .destruction import Destruction
from .entry import Entry
from .event import Event
from .extract import DisclosureCopy, Extract
from .group import Group, GroupParty, GroupSection, MonthTheme, NumberSeries, Secretary
from .happening import Happening
from .inquiry import Inquiry
from .later_change import LaterChange
from .meeting import Meeting
from .missing_signature import MissingSignature
from .muted_check import MutedCheck
from .own_row import own_row
from .party import Party
from .phrase import Phrase
from .private_note import PrivateNote
from .protocol import Protocol
from .question import Answer, Question
from .reading_place import ReadingPlace
from .representative import Representative
from .revision import Revision
from .saving import Conflict, Saved
from .sealed_file import SealedFile
from .side_round import SideRound
from .signature import Refusal, Signature, SigningAttempt
from .sitting import Sitting
from .standing_item import StandingItem
from .state import State
from .statement import Placement, Statement
from .statement_draft import StatementDraft
from .stored_file import StoredFile
from .target import ItemTarget, Objection
from .user import User
from .version import Reading, Version
from .voice import Voice
from .writer import Writer

__all__ = [
    "AccountNotice",
    "Action",
    "Adjuster",
    "AgendaItem",
    "Answer",
    "Arrived",
    "AttachedFile",
    "Attachment",
    "Attendee",
    "ClosingNotice",
    "Comment",
    "Conflict",
    "Correction",
    "Delivery",
    "Destruction",
    "DisclosureCopy",
    "Entry",
    "Event",
    "Extract",
    "Group",
    "GroupParty",
    "GroupSection",
    "Happening",
    "Inquiry",
    "ItemTarget",
    "LaterChange",
    "Meeting",
    "MeetingSection",
    "MissingSignature",
    "MonthTheme",
    "MutedCheck",
    "NumberSeries",
    "Objection",
    "Party",
    "Phrase",
    "Placement",
    "Position",
    "PrivateNote",
    "Protocol",
    "Question",
    "Reading",
    "ReadingPlace",
    "Refusal",
    "Representative",
    "Revision",
    "Saved",
    "SealedFile",
    "Secretary",
    "SideRound",
    "Signature",
    "SigningAttempt",
    "Sitting",
    "StandingItem",
    "State",
    "Statement",
    "StatementDraft",
    "StoredFile",
    "User",
    "Version",
    "Voice",
    "Writer",
    "own_row",
]
