"""Signed messages: verified by us and by libxmlsec, and every tampering is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from tests.sharing.cap_messages import a_message, cap_schema

from kerege.domain.errors import InputError
from kerege.intake.cap import read_cap
from kerege.sharing.cap.signature import sign_document, verify_document
from kerege.sharing.cap.writer import write_message

DOCUMENT = write_message(a_message())


def key_and_certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> tuple[bytes, bytes]:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kerege.example")])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, certificate.public_bytes(Encoding.PEM)


RSA = key_and_certificate(rsa.generate_private_key(65537, 2048))
CURVE = key_and_certificate(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(params=[RSA, CURVE], ids=["rsa", "curve"])
def pair(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    return request.param


def test_a_signed_message_is_valid_and_says_the_same(pair: tuple[bytes, bytes]) -> None:
    signed = sign_document(DOCUMENT, key=pair[0], certificate=pair[1])
    cap_schema().validate(signed.decode())
    assert read_cap(signed) == read_cap(DOCUMENT)
    assert read_cap(verify_document(signed, certificate=pair[1])) == read_cap(DOCUMENT)
    assert b"Signature" not in verify_document(signed, certificate=pair[1])


def test_another_program_verifies_it(pair: tuple[bytes, bytes]) -> None:
    root = etree.fromstring(sign_document(DOCUMENT, key=pair[0], certificate=pair[1]))
    assert verified_by_xmlsec(root, pair[1])
    root.find("{*}status").text = "Test"
    assert not verified_by_xmlsec(root, pair[1])


def verified_by_xmlsec(root: etree._Element, certificate: bytes) -> bool:
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM)
    try:
        context.verify(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))
    except xmlsec.VerificationError:
        return False
    return True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<status>Actual", b"<status>Test"),
        (b"Stay away", b"Come here"),
        (b"</alert>", b"<info/></alert>"),
        (b"39.9,70.5 39.9", b"39.8,70.5 39.9"),
    ],
)
def test_a_message_that_was_changed_is_refused(old: bytes, new: bytes, pair: tuple[bytes, bytes]) -> None:
    signed = sign_document(DOCUMENT, key=pair[0], certificate=pair[1])
    assert old in signed
    with pytest.raises(InputError, match="does not hold"):
        verify_document(signed.replace(old, new, 1), certificate=pair[1])


def test_a_signature_of_another_key_is_refused() -> None:
    signed = sign_document(DOCUMENT, key=CURVE[0], certificate=CURVE[1])
    with pytest.raises(InputError, match="does not hold"):
        verify_document(signed, certificate=RSA[1])


def test_a_signed_message_inside_another_is_refused() -> None:
    signed = sign_document(DOCUMENT, key=RSA[0], certificate=RSA[1]).partition(b"?>")[2]
    wrapped = (
        b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>false</identifier>' + signed + b"</alert>"
    )
    with pytest.raises(InputError, match="does not hold"):
        verify_document(wrapped, certificate=RSA[1])


@pytest.mark.parametrize("document", [DOCUMENT, b"", b"<a", b"<!DOCTYPE a><a/>", b'<?xml version="1.0"?><a/>'])
def test_what_has_no_signature_is_refused(document: bytes) -> None:
    with pytest.raises(InputError):
        verify_document(document, certificate=RSA[1])


def test_keys_that_do_not_fit_are_refused() -> None:
    for key, certificate in ((RSA[0], CURVE[1]), (b"", RSA[1]), (RSA[0], b""), (RSA[1], RSA[0])):
        with pytest.raises(InputError):
            sign_document(DOCUMENT, key=key, certificate=certificate)
    edwards = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(InputError):
        sign_document(DOCUMENT, key=edwards, certificate=RSA[1])
