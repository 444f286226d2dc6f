"""The rules of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) that a machine can hold.

Written for our own prints: one small function per rule or family of rules, each naming its clause.
It is no full validator. What it says is wrong is wrong; releases are also read by veraPDF.
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name

STANDARD_TYPES = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private "
    "H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot "
    "Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP WT WP "
    "Figure Formula Form".split()
)
MAY_HOLD = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
}
RELATIONSHIPS = {"Source", "Data", "Alternative", "Supplement", "Unspecified"}
FORBIDDEN_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState"),
    *("/Rendition", "/Trans", "/GoTo3DView", "/JavaScript"),
}
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "s", "S", "sh", "Do", "INLINE IMAGE"}
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}


@dataclass
class Element:
    """A node of the structure tree that can be reached from its root."""

    type: str
    raw: Dictionary
    children: list["Element"] = field(default_factory=list)
    content: list[tuple[tuple[int, int], int]] = field(default_factory=list)  # (page, MCID)
    objects: list[tuple[int, int]] = field(default_factory=list)  # annotations

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class File:
    """A PDF opened for the rules, with what several of them ask for."""

    raw: bytes
    pdf: pikepdf.Pdf
    xmp: bytes
    tree: Element | None

    @property
    def root(self) -> Dictionary:
        return self.pdf.Root

    def elements(self) -> Iterator[Element]:
        return self.tree.walk() if self.tree else iter(())


def problems(raw: bytes) -> list[str]:
    """What breaks the two standards, each said once; an empty list is what we want."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
        file = File(raw, pdf, xmp, _tree(pdf))
        return sorted({problem for rule in RULES for problem in rule(file)})


# --- The file and what it claims ---------------------------------------------------------------


def basics(file: File) -> Iterator[str]:
    root, pdf = file.root, file.pdf
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", file.raw):
        yield "A 6.1.2 header"
    if pdf.is_encrypted:
        yield "A 6.1.3 encrypted"
    if "/ID" not in pdf.trailer:
        yield "A 6.1.3 no ID"
    if not str(root.get("/Lang", "")):
        yield "UA 7.2 no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "A 6.7.2 not marked"
    if root.get("/MarkInfo", {}).get("/Suspects"):
        yield "UA 7.1 suspects"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "UA 7.1 window shows no title"
    if "/OCProperties" in root:
        yield "UA 7.10 optional content"


def claims(file: File) -> Iterator[str]:
    if file.xmp.count(b"<rdf:RDF") != 1:
        yield "A 6.6.2 not exactly one rdf:RDF"
        return
    try:
        xmp = ElementTree.fromstring(file.xmp[file.xmp.index(b"<x:xmpmeta") :])
    except (ValueError, ElementTree.ParseError):
        yield "A 6.6.2 XMP is no XML"
        return
    for name, value, clause in (
        ("pdfaid:part", "3", "A 6.6.4"),
        ("pdfaid:conformance", "A", "A 6.6.4"),
        ("pdfuaid:part", "1", "UA 5"),
    ):
        if _xmp(xmp, name) != value:
            yield f"{clause} {name}"
    if not _xmp(xmp, "dc:title"):
        yield "UA 7.1 no dc:title"
    resource = f"{{{NAMESPACES['rdf']}}}resource"  # the other way in which RDF writes an address
    named = [e for e in xmp.iter() if e.tag.endswith("pdfa/ns/schema#}namespaceURI")]
    schemas = [e.text or e.get(resource) for e in named]
    if NAMESPACES["pdfuaid"] not in schemas:
        yield "A 6.6.2.3 pdfuaid has no extension schema"
    info = file.pdf.docinfo if "/Info" in file.pdf.trailer else {}
    if str(info.get("/Title", "")) != _xmp(xmp, "dc:title"):
        yield "A 6.6.2.1 title in Info and XMP differ"
    created = str(info.get("/CreationDate", ""))
    if re.sub(r"\D", "", created)[:14] != re.sub(r"\D", "", _xmp(xmp, "xmp:CreateDate"))[:14]:
        yield "A 6.6.2.1 date in Info and XMP differ"


def _xmp(xmp: ElementTree.Element, name: str) -> str:
    """A property's value, in whichever of the two ways XMP writes it."""
    prefix, local = name.split(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}"
    for element in xmp.iter():
        if tag in element.attrib:
            return element.attrib[tag]
        if element.tag == tag:
            return "".join(element.itertext()).strip()
    return ""


def colours(file: File) -> Iterator[str]:
    intents = list(file.root.get("/OutputIntents", []))
    pdfa = [i for i in intents if i.get("/S") == Name.GTS_PDFA1]
    if len(pdfa) != 1 or "/DestOutputProfile" not in pdfa[0]:
        yield "A 6.2.3 no output intent with a profile"
    elif pdfa[0].DestOutputProfile.get("/N") not in (1, 3, 4):
        yield "A 6.2.3 profile without components"
    for thing in file.pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image:
            if thing.get("/Interpolate"):
                yield "A 6.2.8 interpolated image"
            if "/Alternates" in thing:
                yield "A 6.2.8 image with alternates"


def actions(file: File) -> Iterator[str]:
    """Nothing in the file does anything: no scripts, no launching, no forms that change it."""
    root = file.root
    if "/JavaScript" in root.get("/Names", {}) or "/AA" in root:
        yield "A 6.5 scripts or extra actions"
    if root.get("/AcroForm", {}).get("/NeedAppearances") or "/XFA" in root.get("/AcroForm", {}):
        yield "A 6.4 form without appearances"
    for thing in file.pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            if thing.get("/Filter") == Name.LZWDecode:
                yield "A 6.1.7 LZW"
            if "/F" in thing or "/FFilter" in thing:
                yield "A 6.1.7 stream outside the file"
            continue
        if not isinstance(thing, Dictionary):
            continue
        for act in (thing, *(thing.get(key) for key in ("/OpenAction", "/A", "/Next"))):
            if isinstance(act, Dictionary) and act.get("/Type", Name.Action) == Name.Action:
                kind = str(act.get("/S", ""))
                if kind in FORBIDDEN_ACTIONS:
                    yield f"A 6.5.1 action {kind}"


# --- Fonts -------------------------------------------------------------------------------------


def fonts(file: File) -> Iterator[str]:
    for font in file.pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        called = str(font.get("/BaseFont", "without a name"))
        if font.get("/Subtype") == Name.Type0:
            if "/ToUnicode" not in font:
                yield f"A 6.2.11.7 no ToUnicode in {called}"
            elif re.search(rb"<(0000|feff|fffe)>\s*$", font.ToUnicode.read_bytes(), re.I | re.M):
                yield f"A 6.2.11.7 ToUnicode of {called} names no character"
            continue
        descriptor = font.get("/FontDescriptor")
        if font.get("/Subtype") == Name.Type3:
            yield "A 6.2.11 Type 3 font"
        elif descriptor is None or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            yield f"A 6.2.11.4 {called} is not embedded"
        elif font.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in font:
            yield f"A 6.2.11.3 no CIDToGIDMap in {called}"


# --- Attachments -------------------------------------------------------------------------------


def attachments(file: File) -> Iterator[str]:
    listed = [spec.objgen for spec in file.root.get("/AF", [])]
    if len(listed) != len(set(listed)):
        yield "A 6.8 a file is associated twice"
    for spec in file.pdf.objects:
        if not isinstance(spec, Dictionary) or spec.get("/Type") != Name.Filespec:
            continue
        called = str(spec.get("/UF", ""))
        if "/F" not in spec or not called:
            yield "A 6.8 file without a name"
        if str(spec.get("/AFRelationship", ""))[1:] not in RELATIONSHIPS:
            yield f"A 6.8 no AFRelationship of {called}"
        if not str(spec.get("/Desc", "")):
            yield f"UA 7.11 no description of {called}"
        if spec.objgen not in listed:
            yield f"A 6.8 {called} is not associated"
        inner = spec.get("/EF", {}).get("/F")
        if inner is None:
            yield f"A 6.8 {called} is not in the file"
        elif not re.fullmatch(r"/[\w.-]+/[\w.+-]+", str(inner.get("/Subtype", ""))):
            yield f"A 6.8 no media type of {called}"
        elif "/ModDate" not in inner.get("/Params", {}):
            yield f"A 6.8 no date of {called}"


# --- The structure tree ------------------------------------------------------------------------


def _tree(pdf: pikepdf.Pdf) -> Element | None:
    if "/StructTreeRoot" not in pdf.Root:
        return None
    top = Element("root", pdf.Root.StructTreeRoot)
    _grow(top, pdf.Root.StructTreeRoot.get("/RoleMap", {}), None)
    return top


def _grow(parent: Element, roles: Dictionary, page: Dictionary | None) -> None:
    kids = parent.raw.get("/K", [])
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            if page is not None:
                parent.content.append((page.objgen, int(kid)))
        elif kid.get("/Type") == Name.MCR:
            parent.content.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
        elif kid.get("/Type") == Name.OBJR:
            parent.objects.append(kid.Obj.objgen)
        elif "/S" in kid:
            named = str(roles.get(str(kid.S), kid.S))[1:]
            child = Element(named, kid)
            parent.children.append(child)
            _grow(child, roles, kid.get("/Pg", page))


def structure(file: File) -> Iterator[str]:
    if file.tree is None or not file.tree.children:
        yield "A 6.7.3 no structure tree"
        return
    for element in file.tree.children[0].walk():
        if element.type not in STANDARD_TYPES:
            yield f"A 6.7.3.4 unknown type {element.type}"
        if element.type in MAY_HOLD:
            for child in element.children:
                if child.type not in MAY_HOLD[element.type]:
                    yield f"UA 7.2 {element.type} holds {child.type}"
        if element.type == "Figure" and not (
            str(element.raw.get("/Alt", "")) or str(element.raw.get("/ActualText", ""))
        ):
            yield "UA 7.3 figure without a text"


def headings(file: File) -> Iterator[str]:
    before = 0
    for element in file.elements():
        if found := re.fullmatch(r"H([1-6])", element.type):
            level = int(found[1])
            if level > before + 1:
                yield f"UA 7.4.2 heading jumps from H{before} to H{level}"
            if not any(part.content for part in element.walk()):
                yield f"UA 7.4.2 empty H{level}"
            before = level
    if not before:
        yield "UA 7.4 no headings"


def tables(file: File) -> Iterator[str]:
    for table in (e for e in file.elements() if e.type == "Table"):
        rows = [e for e in table.walk() if e.type == "TR"]
        cells = [cell for row in rows for cell in row.children]
        if not any(cell.type == "TH" for cell in cells):
            yield "UA 7.5 table without TH"
        if sum(1 for child in table.children if child.type == "THead") > 1:
            yield "UA 7.2 table with two THead"
        widths = {sum(_span(cell, "/ColSpan") for cell in row.children) for row in rows}
        if len(widths) > 1 and all(_span(cell, "/RowSpan") == 1 for cell in cells):
            yield f"UA 7.2 table rows of different widths {sorted(widths)}"
        known = {str(cell.raw.ID) for cell in cells if "/ID" in cell.raw}
        for cell in cells:
            named = _attribute(cell, "/Headers")
            if named is not None and not {str(header) for header in named} <= known:
                yield "UA 7.5 cell names a header that is not there"


def _attribute(element: Element, name: str) -> object:
    given = element.raw.get("/A", {})
    for attributes in given if isinstance(given, Array) else [given]:
        if isinstance(attributes, Dictionary) and name in attributes:
            return attributes[name]
    return None


def _span(cell: Element, name: str) -> int:
    return int(_attribute(cell, name) or 1)


# --- What stands on the pages ------------------------------------------------------------------


Owned = dict[tuple[int, int], list[tuple[int, Element]]]  # by page: MCIDs and their elements


def content(file: File) -> Iterator[str]:
    """Every sign on every page is reached from the structure tree, or is said to be an artifact."""
    placed = [(place, element) for element in file.elements() for place in element.content]
    reached = {place for place, _ in placed}
    if len(placed) != len(reached):
        yield "UA 7.1 content stands twice in the structure tree"
    owned: Owned = {}
    for (at, mcid), element in placed:
        owned.setdefault(at, []).append((mcid, element))
    seen: set[tuple[tuple[int, int], int]] = set()
    for number, page in enumerate(file.pdf.pages, 1):
        for mcid, problem in _marked(page):
            if problem:
                yield f"{problem}, page {number}"
            elif (page.objgen, mcid) not in reached:
                yield f"UA 7.1 content that no structure reaches, page {number}"
            else:
                seen.add((page.objgen, mcid))
        yield from _parents(file, page, number, owned)
    if reached - seen:
        yield "UA 7.1 structure without content"


def _marked(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Each MCID of a page, or (0, a problem)."""
    open_marks: list[str] = []
    font_is_wide = False
    fonts = page.get("/Resources", {}).get("/Font", {})
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            is_artifact = str(operands[0]) == "/Artifact"
            properties = operands[1] if name == "BDC" else {}
            has_id = isinstance(properties, Dictionary) and "/MCID" in properties
            if (is_artifact and "real" in open_marks) or (has_id and "artifact" in open_marks):
                yield 0, "UA 7.1 artifact and content inside each other"
            open_marks.append("artifact" if is_artifact else "real" if has_id else "")
            if has_id:
                yield int(properties.MCID), ""
        elif name == "EMC":
            if open_marks:
                open_marks.pop()
            else:
                yield 0, "A 6.2.2 a mark ends that never began"
        elif name == "Tf":
            font = fonts.get(str(operands[0]), {})
            font_is_wide = font.get("/Subtype") == Name.Type0
        elif name in SHOWS_TEXT | PAINTS and not any(open_marks):
            yield 0, f"UA 7.1 {'text' if name in SHOWS_TEXT else 'drawing'} outside all marks"
        if name in SHOWS_TEXT and font_is_wide and _shows_nothing(operands):
            yield 0, "A 6.2.11.8 a sign that the font lacks"
    if open_marks:
        yield 0, "A 6.2.2 a mark that never ends"


def _shows_nothing(operands: list[object]) -> bool:
    """Whether glyph 0, .notdef, is among what two-byte text shows."""
    parts = operands[-1] if isinstance(operands[-1], Array) else operands[-1:]
    for part in parts:
        if isinstance(part, pikepdf.String):
            text = bytes(part)
            if b"\0\0" in {text[at : at + 2] for at in range(0, len(text), 2)}:
                return True
    return False


def _parents(file: File, page: pikepdf.Page, number: int, owned: Owned) -> Iterator[str]:
    """The way back: the parent tree names the element that owns each piece of content."""
    numbers = list(file.root.get("/StructTreeRoot", {}).get("/ParentTree", {}).get("/Nums", []))
    known = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    owners = known.get(int(page.get("/StructParents", -1)))
    if owners is None:
        yield f"UA 7.1 page {number} is not in the parent tree"
        return
    for mcid, element in owned.get(page.objgen, ()):
        if mcid >= len(owners) or owners[mcid].objgen != element.raw.objgen:
            yield f"UA 7.1 the parent tree of page {number} names another owner"


def annotations(file: File) -> Iterator[str]:
    linked = {
        thing for e in file.elements() if e.type in ("Link", "Form", "Annot") for thing in e.objects
    }
    for number, page in enumerate(file.pdf.pages, 1):
        notes = list(page.get("/Annots", []))
        # A hidden or empty widget is a signature's; it shows nothing and needs no place.
        shown = [note for note in notes if not _is_invisible(note)]
        if shown and page.get("/Tabs") != Name.S:
            yield f"UA 7.18.3 tab order of page {number}"
        for note in notes:
            flags = int(note.get("/F", 0))
            if note.Subtype != Name.Popup and (not flags & 4 or flags & 0b100011):
                yield f"A 6.3.2 flags of an annotation, page {number}"
        for note in shown:
            if note.objgen not in linked:
                yield f"UA 7.18 annotation outside the structure, page {number}"
            if note.Subtype == Name.Link and not str(note.get("/Contents", "")):
                yield f"UA 7.18.5 link without a description, page {number}"
            if note.Subtype == Name.Widget and "/TU" not in note:
                yield f"UA 7.18.4 field without a name, page {number}"


def _is_invisible(note: Dictionary) -> bool:
    left, bottom, right, top = (float(side) for side in note.get("/Rect", [0, 0, 0, 0]))
    return note.Subtype == Name.Widget and (left == right or bottom == top)


RULES: tuple[Callable[[File], Iterator[str]], ...] = (
    basics,
    claims,
    colours,
    actions,
    fonts,
    attachments,
    structure,
    headings,
    tables,
    content,
    annotations,
)


if __name__ == "__main__":
    faults = {path: problems(Path(path).read_bytes()) for path in sys.argv[1:]}
    for path, found in faults.items():
        print(path, *(found or ["keeps the rules"]), sep="\n  ")
    sys.exit(any(faults.values()))
