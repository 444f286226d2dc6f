"""The last hand on a PDF: what the engine leaves undone for PDF/A-3a and PDF/UA-1 in one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from .imprint import Attached

UA_SCHEMA = b"""
<rdf:Description rdf:about=""
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(document: Any, pdf: pydyf.PDF, *, files: tuple[Attached, ...]) -> None:
    """The engine calls this with everything made and nothing written."""
    _claim_accessibility(pdf)
    _name_attachments(pdf, files)
    _let_margins_be_artifacts(pdf)


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    """The claim and its extension schema must stand inside the one rdf:RDF to be counted.

    The stream stays uncompressed: archives, and our own verifying, read it without a parser.
    """
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Type") == "/Metadata":
            xmp = b"".join(thing.stream)
            thing.stream = [xmp.replace(b"</rdf:RDF>", UA_SCHEMA + b"</rdf:RDF>")]
            thing.compress = False


def _name_attachments(pdf: pydyf.PDF, files: tuple[Attached, ...]) -> None:
    """The engine lists each file twice, and guesses media type and relationship from its name."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    specs = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Filespec"]
    for file, spec in zip(files, specs, strict=True):
        spec["AFRelationship"] = f"/{file.relationship}"
        spec["F"] = pydyf.String(file.name)
        stream = pdf.objects[_number(spec["EF"]["F"])]
        stream.extra["Subtype"] = "/" + file.media_type.replace("/", "#2f").replace("+", "#2b")


def _let_margins_be_artifacts(pdf: pydyf.PDF) -> None:
    """Page headers and footers: marked by the engine as content that no structure tree reaches.

    They are said to be artifacts instead, as PDF/UA-1 7.8 wants, and a reader aloud skips them.
    """
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    reached = set(_below(pdf, root["K"]))
    parents = pdf.objects[_number(root["ParentTree"])]["Nums"]
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    for page in pages:
        owners = parents[parents.index(page["StructParents"]) + 1]
        loose = {mcid for mcid, owner in enumerate(owners) if _number(owner) not in reached}
        for mcid in loose:
            owners[mcid] = "null"
        _mark_as_artifacts(pdf.objects[_number(page["Contents"])], loose)


def _below(pdf: pydyf.PDF, kids: Any) -> Iterator[int]:
    """The numbers of all structure elements below these."""
    waiting = list(kids)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, bytes):
            number = _number(kid)
            yield number
            waiting.extend(pdf.objects[number].get("K", ()))


def _mark_as_artifacts(stream: pydyf.Stream, mcids: set[int]) -> None:
    """The stream holds /Tag, properties and BDC as three parts in a row."""
    for place, part in enumerate(stream.stream):
        if isinstance(part, dict) and part.get("MCID") in mcids:
            stream.stream[place - 1] = "/Artifact"
            stream.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _number(reference: bytes) -> int:
    """“12 0 R” → 12: where the engine keeps the object."""
    return int(reference.split()[0])
