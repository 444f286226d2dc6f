import asyncio
import io
import itertools
import re
from datetime import timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from meetings.signing import authority, pades
from meetings.signing.report import validation_report
from tests.signing.world import SIGNED, SIX


def test_every_signature_leaves_the_earlier_bytes_as_they_are(steps):
    for earlier, later in itertools.pairwise(steps):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)


def test_six_sign_one_file_and_every_signature_holds(steps, roots):
    report = validation_report(steps[-1], roots=roots, at=SIGNED + timedelta(days=1), thorough=True)
    signatures = report["signatures"]
    assert [(s["signer"], s["party"]) for s in signatures] == SIX
    assert [s["field"] for s in signatures] == [f"Justerare{n}" for n in range(1, 7)]
    for signature in signatures:
        assert signature["intact"]
        assert signature["valid"]
        assert signature["trusted"]
        assert signature["only_allowed_changes"]
        assert signature["level"] == "PAdES B-B"


def test_the_signature_tells_when_the_person_acted(steps, roots):
    report = validation_report(steps[2], roots=roots, at=SIGNED)
    assert [s["signing_time"] for s in report["signatures"]] == [
        "2024-02-16T10:30:00+00:00",
        "2024-02-16T11:30:00+00:00",
    ]


def test_the_first_signature_certifies_whatever_its_number(frozen, ca):
    signed = pades.add_signature(
        frozen, signer=ca.issue("Mira", "Vision", at=SIGNED), number=3, reason="", at=SIGNED
    )
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        certified = pdf.Root.Perms.DocMDP
        assert certified.Reference[0].TransformParams.P == 2


def test_nobody_signs_in_the_same_place_twice(steps, ca):
    again = ca.issue("Charlotte Andersson", "Kommunal", at=SIGNED)
    with pytest.raises(SigningError):
        pades.add_signature(steps[1], signer=again, number=1, reason="", at=SIGNED)


def test_fields_are_invisible_and_the_file_keeps_its_claims(steps, sealed):
    for data, fields in ((steps[-1], 6), (sealed, 1)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert len(pdf.Root.AcroForm.Fields) == fields
            for field in pdf.Root.AcroForm.Fields:
                assert [float(x) for x in field.Rect] == [0, 0, 0, 0]
                assert int(field.F) & 4
                assert not int(field.F) & 35
            assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)
            xmp = pdf.Root.Metadata.read_bytes()
            assert re.search(rb'pdfaid:part(="|>)3', xmp)
            assert re.search(rb'pdfuaid:part(="|>)1', xmp)
            assert xmp.count(b"<rdf:RDF") == 1
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert bytes(pdf.attachments["protokoll.json"].get_file().read_bytes())


def test_the_seal_lets_nothing_change_after_it(sealed, frozen, roots):
    assert sealed.startswith(frozen)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1
    (seal,) = validation_report(sealed, roots=roots, at=SIGNED)["signatures"]
    assert seal["field"] == "Stampel"
    assert seal["signer"] == "Ekbacka kommun (elektronisk stämpel)"
    assert seal["covers"] == "whole file"


def test_without_timestamp_a_signature_is_trusted_for_ten_years(steps, sealed, roots):
    for data in (steps[-1], sealed):
        after_nine = validation_report(data, roots=roots, at=SIGNED + timedelta(days=9 * 365))
        assert all(s["trusted"] for s in after_nine["signatures"])
        after_twelve = validation_report(data, roots=roots, at=SIGNED + timedelta(days=12 * 365))
        assert all(s["intact"] and not s["trusted"] for s in after_twelve["signatures"])


def test_with_a_timestamp_signers_get_validation_data_and_the_seal_is_archival(
    frozen, ca, seal_key, roots, timestamper
):
    key = ca.issue("Jonas Öberg", "Vision", at=SIGNED)
    signed = pades.add_signature(
        frozen, signer=key, number=1, reason="", at=SIGNED, timestamper=timestamper
    )
    key = ca.issue("Mira Åkesson", "Kommunal", at=SIGNED)
    signed = pades.add_signature(
        signed, signer=key, number=2, reason="", at=SIGNED, timestamper=timestamper
    )
    sealed = pades.seal(frozen, key=seal_key, at=SIGNED, timestamper=timestamper)
    assert signed.startswith(frozen)
    assert sealed.startswith(frozen)
    everybody = [*roots, timestamper.tsa_cert]
    for data, level in ((signed, "PAdES B-LT"), (sealed, "PAdES B-LTA")):
        report = validation_report(data, roots=everybody, at=SIGNED, thorough=True)
        for signature in report["signatures"]:
            assert signature["level"] == level
            assert signature["timestamp"] == "2024-02-16T09:30:00+00:00"
            assert signature["trusted"]
            assert signature["only_allowed_changes"]


def test_the_file_itself_proves_that_nothing_was_revoked(frozen, seal_key, timestamper, roots):
    sealed = pades.seal(frozen, key=seal_key, at=SIGNED, timestamper=timestamper)
    reader = PdfFileReader(io.BytesIO(sealed))
    crls = reader.root["/DSS"]["/CRLs"]
    assert seal_key.crl.dump() in [crl.get_object().data for crl in crls]
    trust = SimpleTrustManager.build([*roots, timestamper.tsa_cert])
    offline = SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=trust, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
    )
    (signature,) = reader.embedded_regular_signatures
    verdict = asyncio.run(ades.ades_lta_validation(signature, PdfSignatureValidationSpec(offline)))
    assert verdict.ades_subindic.name == "OK", verdict.failure_msg
    assert verdict.best_signature_time == SIGNED


def test_a_timestamp_service_that_does_not_answer_stops_the_signing(frozen, seal_key):
    with pytest.raises(TimestampRequestError):
        pades.seal(frozen, key=seal_key, at=SIGNED, timestamp_url="http://127.0.0.1:9/tsa")


def test_only_web_addresses_are_asked_for_timestamps(frozen, seal_key):
    with pytest.raises(ValueError):
        pades.seal(frozen, key=seal_key, at=SIGNED, timestamp_url="file:///etc/passwd")


def test_nothing_in_the_file_identifies_a_person_beyond_the_name(steps, sealed):
    for data in (steps[-1], sealed):
        text = data.decode("latin-1")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    text += thing.read_bytes().decode("latin-1")
                elif isinstance(thing, pikepdf.Dictionary) and "/Contents" in thing:
                    text += bytes(thing.Contents).decode("latin-1")
        assert "Charlotte Andersson" in text or data is sealed
        assert not re.search(r"[\w.]+@[\w-]+\.\w", text)
        assert not re.search(r"(?<!\d)(19|20)?\d{6}[-+]\d{4}(?!\d)", text)


def test_the_longest_names_have_room(frozen, tmp_path):
    name = "Å" * 200
    authority.create(tmp_path, name=name, password="x", at=SIGNED)
    ca = authority.Authority.load(tmp_path / "ca.p12", password="x")
    seal_key = authority.SealKey.load(tmp_path / "seal.p12", password="x")
    key = ca.issue(name, name, at=SIGNED)
    signed = pades.add_signature(frozen, signer=key, number=1, reason="x" * 500, at=SIGNED)
    roots = authority.roots(tmp_path / "ca.pem")
    for data in (signed, pades.seal(frozen, key=seal_key, at=SIGNED)):
        (signature,) = validation_report(data, roots=roots, at=SIGNED)["signatures"]
        assert signature["trusted"]
