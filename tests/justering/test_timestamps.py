"""With a timestamp service every signature and the seal carry its time, and the seal its proof."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from django.core.management import CommandError, call_command
from django.urls import reverse
from pyhanko.sign.timestamps import TimestampRequestError

from meetings import clock
from meetings.justering import chain, verification
from meetings.models import SealedFile, State
from tests import builders
from tests.paper.pdfcheck import problems
from tests.signing.world import timestamp_service

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def tsa(settings, tmp_path):
    """A real RFC 3161 service on this machine; yields what it was asked."""
    stamper, asked = timestamp_service(clock.now()), []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["Content-Type"])
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    certificate = load_der_x509_certificate(stamper.tsa_cert.dump())
    settings.TSA_CERT_FILE = tmp_path / "tsa.pem"
    settings.TSA_CERT_FILE.write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.TSA_URL = f"http://127.0.0.1:{server.server_port}/"
    yield asked
    server.shutdown()


def test_a_sealed_file_carries_an_archive_timestamp(keys, group, tsa):
    meeting = builders.meeting_in(State.SEALED, group, real=True)

    sealed = meeting.protocol.file(SealedFile.Kind.SEALED)
    assert sealed.report["archive_timestamps"] == 1
    assert sealed.report["signatures"][0]["trusted"] is True
    assert set(tsa) == {"application/timestamp-query"}


def test_a_renewed_file_stands_on_the_sealed_one(keys, group, tsa, client, signed_in, kim):
    meeting = builders.meeting_in(State.SEALED, group, real=True)
    sealed = meeting.protocol.file(SealedFile.Kind.SEALED)
    call_command("renew_seals", years=5)
    assert meeting.protocol.newest_sealed == sealed  # it is young

    call_command("renew_seals", years=0)

    renewed = meeting.protocol.newest_sealed
    before, after = bytes(sealed.content), bytes(renewed.content)
    assert (renewed.kind, after.startswith(before)) == (SealedFile.Kind.RENEWAL, True)
    assert renewed.report["archive_timestamps"] == 2
    assert renewed.report["signatures"][0]["trusted"] is True
    assert verification.judge(before).kind == verification.judge(after).kind == "genuine"
    assert verification.judge(after[:-9]).kind == "cut"
    assert verification.judge(after + b" ").kind == "added"
    assert signed_in(kim).get(reverse("protocol_pdf", args=[meeting.pk])).content == after
    assert problems(after) == problems(before) == []
    assert chain.faults(meeting) == []


def test_without_a_service_there_is_nothing_to_renew_with(db):
    with pytest.raises(CommandError):
        call_command("renew_seals")


def test_a_service_that_was_away_only_made_us_wait(keys, group, settings, tsa):
    meeting = builders.meeting_in(State.SIGNING, group, real=True)
    builders.sign_all(meeting)
    service, settings.TSA_URL = settings.TSA_URL, "http://127.0.0.1:9/"
    with pytest.raises(TimestampRequestError):
        builders.finish_work(meeting)

    settings.TSA_URL = service
    builders.finish_work(meeting)

    assert meeting.state == State.SEALED
