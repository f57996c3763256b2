"""Which addresses a QR code on paper may lead to."""

import pytest

from brocante.web import public_address


@pytest.mark.parametrize(
    "address",
    [
        "https://brocante.example.org",
        "https://brocante.example.org/",
        "https://brocante.example.org:8443",
        "https://8.8.8.8",
    ],
)
def test_a_fixed_public_https_address_may_be_printed(address: str) -> None:
    public_address.check_public_address(address, demo=False)


@pytest.mark.parametrize("address", [None, "", "  "])
def test_nothing_is_printed_without_a_public_address(address: str | None) -> None:
    with pytest.raises(public_address.PublicAddressMissing, match="BROCANTE_PUBLIC_URL"):
        public_address.check_public_address(address, demo=False)


@pytest.mark.parametrize(
    "address",
    [
        "http://brocante.example.org",
        "brocante.example.org",
        "ftp://brocante.example.org",
        "https://",
        "https://[broken",
        "https://brocante.example.org:port",
        "https://user:pass@brocante.example.org",
        "https://brocante.example.org/dordogne-2026",
        "https://brocante.example.org?x=1",
        "https://brocante.example.org#x",
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(address: str) -> None:
    with pytest.raises(public_address.PublicAddressNotSecure) as refusal:
        public_address.check_public_address(address, demo=False)
    assert address in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://localhost",
        "https://app.localhost",
        "https://nas.local",
        "https://serveur",
        "https://127.0.0.1:8000",
        "https://192.168.1.20",
        "https://10.0.0.4",
        "https://[::1]",
        "https://0.0.0.0",
    ],
)
def test_an_address_that_phones_cannot_reach_is_refused(address: str) -> None:
    with pytest.raises(public_address.PublicAddressNotReachable):
        public_address.check_public_address(address, demo=False)


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:8000", "https://brocante.example.org"])
def test_a_demonstration_prints_with_any_address(address: str | None) -> None:
    public_address.check_public_address(address, demo=True)
