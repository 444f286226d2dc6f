import dataclasses
import http.server
import io
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest

from meetings.document import Entry, Item, Section
from meetings.paper import Imprint, press, render, render_apart
from tests.paper.minutes import MADE, everything, imprint, squeezed, text_of
from tests.paper.pdfcheck import problems

PAGE = (
    "<!doctype html><html lang='sv'><head><title>T</title>{}</head><body><h1>T</h1>{}</body></html>"
)


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text("HEMLIGT")
    return file


@pytest.fixture
def asked():
    """A web server on this machine, and what it has been asked for."""
    wanted = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            wanted.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", wanted
    server.shutdown()
    server.server_close()


def attacks(address):
    return PAGE.format(
        f"<link rel=stylesheet href='{address}'><link rel=attachment href='{address}'>"
        f"<style>@import '{address}'; @font-face {{ font-family: X; src: url('{address}') }}"
        f" h1 {{ background: url('{address}'); font-family: X }}</style>",
        f"<img src='{address}' alt='x'><object data='{address}'>x</object>"
        f"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title><image href='{address}'/></svg>",
    )


def test_no_file_is_read(secret):
    pdf = press.print_pdf(attacks(secret.as_uri()), made=MADE)
    assert b"EmbeddedFile" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [o.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream)]
    assert not any(b"HEMLIGT" in stream for stream in streams)


def test_nothing_is_asked_of_the_network(asked):
    address, wanted = asked
    press.print_pdf(attacks(f"{address}/a"), made=MADE)
    assert wanted == []


def test_a_data_address_is_no_way_round():
    from meetings.paper.fetching import Nothing

    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    with pytest.raises(ValueError, match="fetches nothing"):
        Nothing().fetch(svg)


def test_the_sheet_may_fetch_our_fonts_and_nothing_beside_them(secret):
    from meetings.paper.fetching import FONTS, Fonts

    assert Fonts().fetch((FONTS / "dejavu-sans-400-normal.woff2").as_uri()).read()
    for address in (secret.as_uri(), (FONTS / "README.md").as_uri(), "http://127.0.0.1/x"):
        with pytest.raises(ValueError, match="no such font"):
            Fonts().fetch(address)


def test_four_threads_get_what_one_gets(printed):
    document = everything()
    stamped = imprint(document, "frozen")
    with ThreadPoolExecutor(4) as pool:
        prints = set(pool.map(lambda _: render(document, stamped), range(8)))
    assert prints == {printed("numbered", "frozen")}


def test_a_process_that_never_prints_loads_no_engine():
    program = "import meetings.paper, sys; print('weasyprint' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.strip() == b"False"


def test_only_fonts_of_the_house_are_in_the_file(printed):

    with pikepdf.open(io.BytesIO(printed("numbered", "sealed"))) as pdf:
        named = {
            str(o.FontName)
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and "/FontName" in o
        }
    families = {name.partition("+")[2].split("-")[0] for name in named}
    assert families <= {"Schibsted", "Source", "DejaVu"}


def test_an_imprint_without_time_zones_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Imprint("draft", made=MADE.replace(tzinfo=None), text_day=MADE.date())


def test_a_print_made_apart_is_the_same_print():
    draft = imprint(everything(), "draft")
    assert render_apart(everything(), draft) == render(everything(), draft)


def test_an_address_of_a_thousand_signs_is_printed_whole_and_at_once():
    address = "https://exempel.se/?" + "åtta&tecken<" * 100
    item = Item(ref="i", number="1", heading="Punkt", entries=(Entry("e", "note", address),))
    document = dataclasses.replace(everything(), sections=(Section(items=(item,)),))
    begun = time.monotonic()
    pdf = render(document, imprint(document, "frozen"))
    assert time.monotonic() - begun < 5  # hyphenated it takes minutes
    # one may be parted by the end of the page
    assert squeezed(text_of(pdf)).count("åtta&tecken<") >= 99
    assert problems(pdf) == []
