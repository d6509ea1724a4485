"""Mail that is encrypted: what a server of mail receives says nothing, and GnuPG opens it."""

import shutil
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from pysequoia import Tsk

from server.command import mail_keyring
from server.errors import StartError
from server.http.keys import ENGINE
from server.sending.openpgp import read_keys
from server.settings.config import Config
from server.storage import mail_keys
from server.storage.mail_keys import KeyRow
from tests.conftest import Client
from tests.server.mail.mails import SECRET, is_print_of, pdf_of, send, sendings, text_of
from tests.server.sending.mailbox import Mailbox, read
from tests.server.visits import make
from tests.shell import place_of, pochette

ANNA = "anna@example.org"
IN_2017 = ("--faked-system-time", "20170314T080000")

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is missing: apt-get install gnupg")


class Gpg:
    """GnuPG with a keyring of its own, and a key without a passphrase."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run("--quick-gen-key", f"Anna Roux <{ANNA}>", "default", "default", "never")

    def run(self, *arguments: str, data: bytes = b"") -> bytes:
        command = ["gpg", "--homedir", str(self.home), "--batch", "--quiet", "--passphrase", "", "--yes"]
        pinned = ["--pinentry-mode", "loopback"]
        done = subprocess.run([*command, *pinned, *arguments], input=data, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def fingerprint(self, address: str) -> str:
        listed = self.run("--with-colons", "--list-keys", address).decode()
        return listed.partition("fpr:::::::::")[2][:40]

    def revoke(self, address: str) -> None:
        """By the certificate that was made with the key, which a colon keeps from being used by mistake."""
        said = self.home / "openpgp-revocs.d" / f"{self.fingerprint(address)}.rev"
        self.run("--import", data=said.read_bytes().replace(b":-----BEGIN", b"-----BEGIN"))


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gpg]:
    home = tmp_path_factory.mktemp("gpg")
    home.chmod(0o700)
    yield Gpg(home)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)


def sealed(message: EmailMessage) -> bytes:
    """The ciphertext of a mail that is put together as RFC 3156, 4 asks for."""
    assert message.get_content_type() == "multipart/encrypted"
    assert message.get_param("protocol") == "application/pgp-encrypted"
    control, armour = message.iter_parts()
    assert isinstance(control, EmailMessage)
    assert isinstance(armour, EmailMessage)
    assert (control.get_content_type(), str(control.get_payload()).split()) == (
        "application/pgp-encrypted",
        ["Version:", "1"],
    )
    assert armour.get_content_type() == "application/octet-stream"
    payload = armour.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.startswith(b"-----BEGIN PGP MESSAGE-----")
    return payload


@needs_gpg
async def test_a_classified_note_leaves_as_a_pdf_to_whose_key_is_on_file(
    gpg: Gpg, poster: Client, mailing: Config, box: Mailbox, tmp_path: Path
) -> None:
    (tmp_path / "anna.asc").write_bytes(gpg.run("--export", "--armor", ANNA))
    (told,) = await mail_keyring.add_keys(mailing, tmp_path / "anna.asc", None)
    made = await make(poster, markdown=SECRET)
    await send(poster, made, ANNA, gives="pdf", message="Pour ce soir.")
    _, message = await box.next()
    whole = message.as_string()
    assert (message["Subject"], "secret" in whole, "ce soir" in whole) == ("Pochette", False, False)
    inner = read(gpg.run("--decrypt", data=sealed(message)))
    assert "«\u202fLe plan secret\u202f»" in text_of(inner)
    assert "Pour ce soir." in text_of(inner)
    name, pdf = pdf_of(inner)
    assert name == "Le plan secret.pdf"
    printed = await poster.get(f"{made.edit}/edition/1.pdf", headers=made.cookie)
    assert await is_print_of(pdf, printed)
    (listed,) = await mail_keyring.list_keys(mailing)
    fingerprint = gpg.fingerprint(ANNA)
    assert fingerprint in listed.replace(" ", "")
    assert fingerprint in told.replace(" ", "")
    assert await mail_keyring.remove_keys(mailing, fingerprint) == [
        f"Mail to {ANNA} is not encrypted any more."
    ]
    refused = await send(poster, made, ANNA, gives="pdf", status=400)
    assert ANNA in refused["error"]["message"]


@needs_gpg
async def test_an_address_with_a_tag_is_encrypted_with_the_key_of_its_mailbox(
    gpg: Gpg, poster: Client, mailing: Config, box: Mailbox, tmp_path: Path
) -> None:
    (tmp_path / "anna.asc").write_bytes(gpg.run("--export", "--armor", ANNA))
    await mail_keyring.add_keys(mailing, tmp_path / "anna.asc", None)
    made = await make(poster, markdown=SECRET)
    tagged = "Anna+Campagne@example.org"
    await send(poster, made, tagged, gives="pdf", message="Pour ce soir.")
    to, message = await box.next()
    assert (to, "ce soir" in message.as_string()) == (tagged, False)
    assert "Pour ce soir." in text_of(read(gpg.run("--decrypt", data=sealed(message))))
    for other in ("annaa+campagne@example.org", "+anna@example.org", "anna+x@elsewhere.example"):
        refused = await send(poster, made, other, gives="pdf", status=400)
        assert other in refused["error"]["message"]
    gpg.run("--quick-gen-key", "anna+own@example.org", "default", "default", "never")
    (tmp_path / "own.asc").write_bytes(gpg.run("--export", "--armor", "anna+own@example.org"))
    await mail_keyring.add_keys(mailing, tmp_path / "own.asc", None)
    row = await poster.app[ENGINE].read(partial(mail_keys.find, address="anna+own@example.org"))
    assert row is not None
    assert row.address == "anna+own@example.org"


@needs_gpg
async def test_a_key_that_has_ended_lets_nothing_leave_in_clear(
    gpg: Gpg, poster: Client, mailing: Config, box: Mailbox, tmp_path: Path
) -> None:
    for name, how in (("old", ("default", "default", "1d")), ("sub", ("ed25519", "sign", "never"))):
        gpg.run(*IN_2017, "--quick-gen-key", f"{name}@example.org", *how)
    gpg.run(*IN_2017, "--quick-add-key", gpg.fingerprint("sub@example.org"), "cv25519", "encr", "1d")
    gpg.run("--quick-gen-key", "gone@example.org", "default", "default", "never")
    gpg.revoke("gone@example.org")
    for name in ("old", "sub", "gone"):
        cert = gpg.run("--export", f"{name}@example.org")
        (tmp_path / "key.pgp").write_bytes(cert)
        with pytest.raises(StartError, match="Nothing can be encrypted"):
            await mail_keyring.add_keys(mailing, tmp_path / "key.pgp", ANNA)
        row = KeyRow(f"{name}@example.org", "0" * 40, cert, 1)
        await poster.app[ENGINE].write(partial(mail_keys.put, key=row))
    made = await make(poster, markdown="# Eau\n")
    await send(poster, made, "old@example.org", "sub@example.org", "gone@example.org", gives="read")
    while any(one["state"] == "waiting" for one in await sendings(poster, made)):
        pass
    assert {one["why"][:28] for one in await sendings(poster, made)} == {"La clé de cette adresse ne p"}
    assert box.is_empty


@needs_gpg
def test_a_new_subkey_takes_the_place_of_one_that_has_ended(gpg: Gpg) -> None:
    gpg.run(*IN_2017, "--quick-gen-key", "new@example.org", "ed25519", "sign", "never")
    fingerprint = gpg.fingerprint("new@example.org")
    gpg.run("--quick-add-key", fingerprint, "cv25519", "encr", "1y")
    gpg.run(*IN_2017, "--quick-add-key", fingerprint, "cv25519", "encr", "1d")
    (row,) = read_keys(gpg.run("--export", "new@example.org"), at=1)
    assert (row.address, row.fingerprint) == ("new@example.org", fingerprint.lower())


def test_what_is_no_public_key_is_refused_in_words() -> None:
    key = Tsk.generate("Anna")
    cert = key.extract_certificate()
    given = {
        str(key).encode(): "secret key",
        bytes(key): "secret key",
        b"nothing": "no OpenPGP key",
        b"": "no OpenPGP key",
        str(cert).encode(): "--for",
    }
    for data, told in given.items():
        with pytest.raises(StartError, match=told):
            read_keys(data, at=1)
    (row,) = read_keys(bytes(cert), at=1, address=ANNA)
    assert (row.address, row.fingerprint) == (ANNA, cert.fingerprint)


async def test_the_command_says_whose_keys_there_are(client: Client, config: Config, tmp_path: Path) -> None:
    (tmp_path / "key.asc").write_text(str(Tsk.generate(f"Anna <{ANNA}>").extract_certificate()))
    data = place_of(config)
    code, out, _ = await pochette("keys", "add", str(tmp_path / "key.asc"), *data)
    assert (code, out.startswith(f"Mail to {ANNA} is encrypted with ")) == (0, True)
    code, _, err = await pochette("keys", "remove", "bo@example.org", *data)
    assert (code, "no key for bo@example.org" in err) == (1, True)


@pytest.mark.sqlite("its file is not there yet")
async def test_keys_are_of_an_instance_that_is_there(config: Config, tmp_path: Path) -> None:
    with pytest.raises(StartError, match="--data"):
        await mail_keyring.list_keys(config)
    with pytest.raises(StartError, match="no address"):
        await mail_keyring.add_keys(config, tmp_path / "x", "anna")
