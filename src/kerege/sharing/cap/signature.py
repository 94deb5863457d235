"""The signature of a CAP document: enveloped, as CAP 1.2 allows it, so that programs that know none still read it."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from kerege.domain.errors import InputError
from kerege.intake.safe_xml import read_elements

_C14N = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
_ALLOWED = SignatureConfiguration(
    location="./",
    expect_references=1,
    signature_methods=frozenset(
        {
            SignatureMethod.RSA_SHA256,
            SignatureMethod.RSA_SHA384,
            SignatureMethod.RSA_SHA512,
            SignatureMethod.ECDSA_SHA256,
            SignatureMethod.ECDSA_SHA384,
            SignatureMethod.ECDSA_SHA512,
        }
    ),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}),
)


def sign_document(document: bytes, *, key: bytes, certificate: bytes) -> bytes:
    """The same document with a signature over all of it as the last element.

    Parameters
    ----------
    document : bytes
        A CAP message of ours, or a feed of them.
    key : bytes
        A private key of RSA or of an elliptic curve, in PEM without a pass phrase.
    certificate : bytes
        The certificate of that key in PEM; it goes into the signature.

    Raises
    ------
    InputError
        If key or certificate cannot be read or do not belong together.
    """
    try:
        private, own = load_pem_private_key(key, None), x509.load_pem_x509_certificate(certificate)
    except (ValueError, TypeError) as error:
        raise InputError("The key or the certificate is not in PEM without a pass phrase") from error
    if private.public_key() != own.public_key():
        raise InputError("The certificate belongs to another key")
    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey):
        raise InputError("The key must be one of RSA or of an elliptic curve")
    method = SignatureMethod.RSA_SHA256 if isinstance(private, RSAPrivateKey) else SignatureMethod.ECDSA_SHA256
    signer = XMLSigner(signature_algorithm=method, digest_algorithm=DigestAlgorithm.SHA256, c14n_algorithm=_C14N)
    signed = signer.sign(_parsed(document), key=private, cert=[own])
    return bytes(etree.tostring(signed, xml_declaration=True, encoding="UTF-8")) + b"\n"


def verify_document(document: bytes, *, certificate: bytes) -> bytes:
    """Make sure that all of a document was signed with the key of a certificate that is known.

    Parameters
    ----------
    document : bytes
        From anybody.
    certificate : bytes
        The one the sender is known by, in PEM. What certificate stands in the document is of no account.

    Returns
    -------
    bytes
        What was signed, without the signature. Read this and not the document.

    Raises
    ------
    InputError
        If it is no XML, has no signature, or one that does not hold for all of it.
    """
    root = _parsed(document)
    try:
        known = x509.load_pem_x509_certificate(certificate)
    except ValueError as error:
        raise InputError("The certificate is not in PEM") from error
    try:
        result = XMLVerifier().verify(root, x509_cert=known, expect_config=_ALLOWED)
    except (SignXMLException, ValueError, TypeError, etree.LxmlError) as error:
        raise InputError("The signature does not hold", mend="Trust nothing in this message") from error
    signed = None if isinstance(result, list) else result.signed_xml
    # A signature over a part says nothing of the rest.
    if signed is None or signed.tag != root.tag or len(signed) != len(root) - 1:
        raise InputError("The signature does not hold for the whole message", mend="Trust nothing in this message")
    return bytes(etree.tostring(signed))


def _parsed(document: bytes) -> etree._Element:
    # Refuses a document type, too many elements and all that is no XML; the parser below fetches nothing either.
    read_elements(document)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(document, parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError("This is no whole XML document", mend="Send it again") from error
