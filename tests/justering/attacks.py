"""Kinds of tampering with a locked file: what somebody might do to it, and what we then say."""

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from meetings.justering import imprints
from meetings.paper import render
from meetings.signing import pades

CHANGED = "Filen är ändrad efter justeringen."
CHANGED_UNSIGNED = "Filen är ändrad sedan den låstes."  # of what nobody adjusts
ADDED_UNSIGNED = "Något är tillagt i filen sedan den låstes."
ADDED = "Något är tillagt i filen efter justeringen."
CUT = "Filen är avklippt."
PART = "Filen är inte hel."
UNKNOWN = "Vi känner inte igen filen."


@dataclass(frozen=True)
class Files:
    """What somebody may get hold of: the files of one protocol, another's, and a stranger's key."""

    sealed: bytes
    signed: bytes  # the text with every signature, as it lies inside the sealed file
    first: bytes  # with the first signature only
    frozen: bytes
    copy: bytes
    extract: bytes
    made: object  # that extract, as its row
    disclosure: bytes  # a kopia för utlämnande
    other: bytes  # the sealed file of another protocol
    protocol: object
    imprint: object
    stranger: object  # keys of an authority that calls itself ours


Attack = Callable[[Files], bytes]
ATTACKS: dict[str, tuple[str, Attack]] = {}


def attack(says):
    def keep(made):
        ATTACKS[made.__name__] = (says, made)
        return made

    return keep


def rewritten(pdf, change=lambda pdf: None, **how):
    """Opened, changed and saved anew by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out, **how)
    return out.getvalue()


def added_to(pdf, change):
    """An incremental update: the old bytes stand, and a reader shows the new ones."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


# --- Bytes ---------------------------------------------------------------------------------------


@attack(CHANGED)
def one_bit_early(files):
    return flipped(files.sealed, 200)


@attack(CHANGED)
def one_bit_in_the_middle(files):
    return flipped(files.sealed, len(files.sealed) // 2)


@attack(CHANGED)
def one_bit_in_the_seal(files):
    return flipped(files.sealed, files.sealed.rindex(b"/ByteRange") + 12)


@attack(CHANGED)
def a_hole_of_zeroes(files):
    return files.sealed[:9000] + bytes(512) + files.sealed[9512:]


@attack(CHANGED)
def bytes_taken_out_of_the_middle(files):
    return files.sealed[:9000] + files.sealed[9512:]


@attack(CHANGED)
def line_breaks_made_those_of_another_system(files):
    return files.sealed.replace(b"\n", b"\r\n")


@attack(CHANGED)
def words_put_before_the_beginning(files):
    return b"Content-Type: application/pdf\r\n\r\n" + files.sealed


@attack(CHANGED)
def the_beginning_is_missing(files):
    return files.sealed[1:]


@attack(UNKNOWN)
def the_kontrollkod_is_scratched_out(files):
    code = files.protocol.fingerprint.encode()
    return files.sealed.replace(code, b"0" * 64)


@attack(CHANGED_UNSIGNED)
def the_kontrollkod_of_another_protocol(files):
    code = files.protocol.fingerprint.encode()
    mark = files.other.index(b"samverkan-") + len(b"samverkan-")
    return files.sealed.replace(code, files.other[mark : mark + 64])


# --- Cut -----------------------------------------------------------------------------------------


@attack(UNKNOWN)  # its kontrollkod has not come yet; the text below says that the end is missing
def half_a_download(files):
    return files.sealed[: len(files.sealed) // 2]


@attack(CUT)
def the_last_byte_is_missing(files):
    return files.sealed[:-1]


@attack(CUT)
def the_seal_is_cut_off(files):
    return files.sealed[: files.sealed.rindex(b"%%EOF", 0, -100) + 5]


@attack(CUT)
def a_copy_breaks_off(files):
    return files.copy[:-40]


@attack(CUT)
def the_last_signature_breaks_off(files):
    return files.signed[:-40]


@attack(PART)
def all_signatures_but_the_first_are_cut_off(files):
    return files.first


# --- Added to ------------------------------------------------------------------------------------


@attack(ADDED)
def a_line_break_after_the_end(files):
    return files.sealed + b"\n"


@attack(ADDED)
def another_end_after_the_end(files):
    return files.sealed + b"\n1 0 obj null endobj\n%%EOF\n"


@attack(ADDED)
def another_protocol_after_the_end(files):
    return files.sealed + files.other


@attack(ADDED)
def junk_after_the_last_signature(files):
    return files.signed + b"%%EOF\n" * 3


@attack(ADDED)
def a_note_laid_over_the_text(files):
    def lay(writer):
        page = writer.root["/Pages"]["/Kids"][0]
        note = generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
                generic.pdf_name("/Contents"): generic.pdf_string("Avslås"),
            }
        )
        page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
        writer.update_container(page)

    return added_to(files.sealed, lay)


@attack(ADDED)
def a_page_shown_in_place_of_another(files):
    def show(writer):
        pages = writer.root["/Pages"]
        pages["/Kids"] = generic.ArrayObject([pages.raw_get("/Kids")[0]] * len(pages["/Kids"]))
        writer.update_container(pages)

    return added_to(files.sealed, show)


@attack(ADDED)
def a_strangers_signature(files):
    who = files.stranger.issue("Kim Berg", "Kommunal", at=files.protocol.frozen_at)
    return pades.add_signature(
        files.signed, signer=who, number=99, reason="Justering", at=files.protocol.frozen_at
    )


@attack(ADDED)
def a_signature_taken_out_from_among_the_others(files):
    return files.frozen + files.signed[len(files.first) :]


@attack(ADDED)
def signatures_of_another_protocol(files):
    return files.frozen + files.other[len(files.other) // 2 :]


# --- Saved anew ----------------------------------------------------------------------------------


@attack(CHANGED)
def saved_by_another_program(files):
    return rewritten(files.sealed)


@attack(CHANGED)
def made_faster_for_the_web(files):
    return rewritten(files.sealed, linearize=True)


@attack(CHANGED)
def a_page_taken_out(files):
    def take(pdf):
        del pdf.pages[0]

    return rewritten(files.sealed, take)


@attack(CHANGED)
def a_page_put_in(files):
    def put(pdf):
        pdf.add_blank_page()

    return rewritten(files.sealed, put)


@attack(CHANGED)
def pages_in_another_order(files):
    return rewritten(files.sealed, lambda pdf: pdf.pages.reverse())


@attack(CHANGED)
def another_title(files):
    def call(pdf):
        pdf.docinfo["/Title"] = "Protokoll 9/2099"

    return rewritten(files.sealed, call)


@attack(CHANGED)
def the_signed_original_taken_out(files):
    def take(pdf):
        del pdf.Root.Names
        del pdf.Root.AF

    return rewritten(files.sealed, take)


@attack(CHANGED)
def other_data_inside(files):
    def put(pdf):
        pdf.Root.AF[0].EF.F.write(b'{"schema":2}')

    return rewritten(files.sealed, put)


@attack(CHANGED)
def the_seal_taken_away(files):
    def take(pdf):
        del pdf.Root.AcroForm

    return rewritten(files.sealed, take)


@attack(CHANGED)
def every_signature_taken_away(files):
    def take(pdf):
        del pdf.Root.AcroForm

    return rewritten(files.signed, take)


@attack(CHANGED)
def the_text_that_was_read_with_a_change(files):
    return flipped(files.frozen, 700)


@attack(CHANGED)
def a_copy_with_a_change(files):
    return flipped(files.copy, 700)


@attack(UNKNOWN)
def locked_with_a_password(files):
    return rewritten(files.sealed, encryption=pikepdf.Encryption(owner="a", user="b"))


# --- Made to look like ours ----------------------------------------------------------------------


@attack(CHANGED)
def other_words_with_the_same_kontrollkod(files):
    said = files.protocol.document()
    return render(replace(said, title="Något helt annat"), files.imprint)


@attack(CHANGED)
def other_words_sealed_by_a_stranger(files):
    printed = other_words_with_the_same_kontrollkod(files)
    at = files.protocol.frozen_at
    seal = files.stranger.issue("Ekbacka kommun (elektronisk stämpel)", "Ekbacka kommun", at=at)
    return pades.seal(printed, key=seal, at=at)


@attack(UNKNOWN)
def printed_without_its_kontrollkod(files):
    return render(files.protocol.document(), replace(files.imprint, fingerprint=""))


@attack(CHANGED)
def hidden_in_an_archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("protokoll.pdf", files.sealed)
    return out.getvalue()


@attack(UNKNOWN)
def packed(files):
    return gzip.compress(files.sealed)


@attack(UNKNOWN)
def as_letters_in_a_mail(files):
    return base64.b64encode(files.sealed)


# --- Extracts and copies -------------------------------------------------------------------------


@attack(CHANGED_UNSIGNED)
def one_bit_of_an_extract(files):
    return flipped(files.extract, len(files.extract) // 2)


@attack(CUT)
def an_extract_breaks_off(files):
    return files.extract[:-40]


@attack(CUT)
def the_seal_is_cut_off_an_extract(files):
    return files.extract[: files.extract.rindex(b"%%EOF", 0, -100) + 5]


@attack(ADDED_UNSIGNED)
def a_page_shown_in_an_extract(files):
    def show(writer):
        pages = writer.root["/Pages"]
        pages["/Kids"] = generic.ArrayObject([pages.raw_get("/Kids")[0]] * 2)
        writer.update_container(pages)

    return added_to(files.extract, show)


@attack(ADDED_UNSIGNED)
def the_protocol_after_its_extract(files):
    return files.extract + files.sealed


@attack(CHANGED_UNSIGNED)
def an_extract_saved_anew(files):
    return rewritten(files.extract)


@attack(CHANGED_UNSIGNED)
def other_data_in_an_extract(files):
    def put(pdf):
        pdf.Root.AF[0].EF.F.write(b'{"schema":2}')

    return rewritten(files.extract, put)


@attack(CHANGED_UNSIGNED)
def an_extract_certified_by_somebody_else(files):
    told = imprints.extract(files.made)
    said = replace(told.extract, certificate=replace(told.extract.certificate, certified_by="Eva"))
    return render(said.document, replace(told, extract=said))


@attack(CHANGED)
def an_extract_that_calls_itself_the_protocol(files):
    code = files.made.protocol.fingerprint.encode()
    return files.extract.replace(code, files.protocol.fingerprint.encode())


@attack(UNKNOWN)  # it carries nothing that looks like a protocol of ours
def a_masked_copy_with_a_change(files):
    return flipped(files.disclosure, len(files.disclosure) // 2)
