"""What somebody reads in a printed protocol, as text to compare with."""

import re
import subprocess


def text_of(pdf: bytes) -> str:
    """What a reader of the PDF finds between page header and footer, hyphens at line ends undone.

    A word may be divided over two pages, so neither header nor footer may stand in between.
    """
    body = "-raw -x 0 -y 80 -W 595 -H 690 - -".split()
    read = subprocess.run(["pdftotext", *body], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()


def in_order(wanted, text) -> str | None:
    """The first word that is missing when the words are sought in order, or None."""
    place = 0
    for word in wanted:
        found = text.find(word, place)
        if found < 0:
            return word
        place = found + len(word)
    return None


def squeezed(text: str) -> str:
    """Without blanks and hyphens, which belong to the line breaks of the paper."""
    return re.sub(r"[\s\u00ad-]+", "", text)
