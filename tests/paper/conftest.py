"""Prints that several tests look at; each is made once."""

import functools
import io

import pikepdf
import pytest

from meetings.paper import render
from tests.paper.minutes import everything, imprint, notes

KINDS = {
    "numbered": everything,
    "sectioned": lambda: everything("sectioned"),
    "table": lambda: everything("table"),
    "notes": notes,
}


@pytest.fixture(scope="session")
def printed():
    """printed("numbered", "sealed") -> PDF bytes."""

    @functools.cache
    def one(kind: str, variant: str) -> bytes:
        document = KINDS[kind]()
        return render(document, imprint(document, variant))

    return one


@pytest.fixture
def attached_of():
    """attached_of(pdf) -> {name: (relationship, media type, content)}."""

    def look(raw: bytes) -> dict[str, tuple[str, str, bytes]]:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            return {
                str(spec.UF): (
                    str(spec.AFRelationship),
                    str(spec.EF.F.Subtype),
                    spec.EF.F.read_bytes(),
                )
                for spec in pdf.Root.AF
            }

    return look
