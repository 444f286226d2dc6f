"""A round and its pages: that of the whole text, of a part of it, or of a signed rättelse."""

from django.urls import reverse

# Where the round of the whole text has its pages, and a side round its own.
PAGES = {
    "sign": ("sign", "sign_side_round"),
    "receipt": ("receipt", "side_receipt"),
    "receipt_file": ("receipt_file", "side_receipt_file"),
    "follow": ("follow_signing", "side_round"),
    "protocol": ("protocol", "side_round"),
    "pdf": ("protocol_pdf", "side_round_pdf"),
}


def address(of, page: str) -> str:
    """The address of a round's page, by its name in PAGES."""
    whole, beside = PAGES[page]
    if of.round_key is None:
        return reverse(whole, args=[of.pk])
    return reverse(beside, args=[of.meeting_id, of.pk])


def told(of) -> dict:
    """What every page of a round is told: the round, its meeting, its addresses and its name."""
    return {
        "of": of,
        "meeting": of.meeting,
        "pages": {page: address(of, page) for page in PAGES},
        "what": of.what,
    }
