"""Every address of the product. Addresses are Swedish; names are the English of the code."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import (
    agenda,
    attendance,
    entries,
    groups,
    home,
    meetings,
    pages,
    protocols,
    signoff,
    summons,
    validation,
    writing,
)


class FullCode(StringConverter):
    regex = "[0-9a-f]{64}"


register_converter(FullCode, "code")

MEETING = "moten/<int:pk>/"
ITEM = MEETING + "punkter/<int:item_pk>/"
ENTRY = MEETING + "stycken/<uuid:ref>/"

urlpatterns = [
    path("", home.show, name="home"),
    path("moten/", meetings.index, name="meetings"),
    path("grupper/<slug:slug>/", groups.show, name="group"),
    path("grupper/<slug:slug>/nytt/", meetings.new, name="new_meeting"),
    path("grupper/<slug:slug>/planera/", groups.plan_year, name="plan_year"),
    path(MEETING, meetings.show, name="meeting"),
    path(MEETING + "kallelse/", summons.show, name="summons"),
    path(MEETING + "kallelse/skicka/", summons.send, name="send_summons"),
    path(MEETING + "stall-in/", meetings.cancel, name="cancel_meeting"),
    path(MEETING + "narvaro/", attendance.show, name="attendance"),
    path(MEETING + "narvaro/alla/", attendance.mark_all, name="mark_all_present"),
    path(MEETING + "narvaro/gast/", attendance.add_guest, name="add_guest"),
    path(MEETING + "narvaro/justerare/", attendance.choose, name="choose_adjusters"),
    path(MEETING + "narvaro/<int:attendee_pk>/", attendance.mark, name="mark_attendee"),
    path(
        MEETING + "narvaro/<int:attendee_pk>/ta-bort/",
        attendance.take_away,
        name="take_away_guest",
    ),
    path(MEETING + "starta/", meetings.start, name="start_meeting"),
    path(MEETING + "avsluta/", meetings.finish, name="finish_meeting"),
    path(MEETING + "klart/", meetings.make_done, name="make_done"),
    path(MEETING + "skriv/", writing.show, name="write"),
    path(MEETING + "utkast.pdf", writing.draft, name="draft_pdf"),
    path(MEETING + "punkter/", agenda.add, name="add_item"),
    path(ITEM, agenda.edit, name="edit_item"),
    path(ITEM + "flytta/", agenda.move, name="move_item"),
    path(ITEM + "ta-bort/", agenda.take_off, name="take_off_item"),
    path(ITEM + "ta-tillbaka/", agenda.put_back, name="put_back_item"),
    path(ITEM + "utfall/", agenda.outcome, name="set_outcome"),
    path(ITEM + "runda/", agenda.open_round, name="open_round"),
    path(ITEM + "stycken/", entries.add, name="add_entry"),
    path(ENTRY, entries.edit, name="edit_entry"),
    path(ENTRY + "spara/", entries.save, name="save_entry"),
    path(ENTRY + "flytta/", entries.move, name="move_entry"),
    path(ENTRY + "ta-bort/", entries.delete, name="delete_entry"),
    path(ENTRY + "ta-tillbaka/", entries.restore, name="restore_entry"),
    path(MEETING + "justering/", signoff.follow, name="follow_signing"),
    path(MEETING + "justering/skicka/", signoff.send, name="send_for_signing"),
    path(
        MEETING + "justering/paminn/<int:adjuster_pk>/",
        signoff.remind,
        name="remind_adjuster",
    ),
    path(MEETING + "justera/", signoff.sign, name="sign"),
    path(MEETING + "kvitto/", signoff.receipt, name="receipt"),
    path("protokoll/<int:pk>/", protocols.show, name="protocol"),
    path("protokoll/<int:pk>.pdf", protocols.pdf, name="protocol_pdf"),
    path("protokoll/<int:pk>/kopia.pdf", protocols.copy, name="protocol_copy"),
    path("validera/", validation.show, name="validate"),
    path("validera/<code:code>/", validation.by_code, name="validate_code"),
    path("tema/", pages.theme, name="theme"),
    path("hjalp/", pages.help, name="help"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
]
