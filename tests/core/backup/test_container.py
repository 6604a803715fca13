"""Not one byte of a backup is other than it was written, or it is refused; without the passphrase nobody reads it."""

import hashlib
import io
import os

import pytest

from core.backup import container
from core.backup.container import CHECKSUM, LENGTH, MAGIC, PIECE, ContainerReader, ContainerWriter, check_whole
from core.backup.exceptions import BackupRefused

PASSPHRASE = "eine lange Losung 口令"
SIZES = [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]


@pytest.fixture(autouse=True)
def passphrases_cost_little(monkeypatch):
    monkeypatch.setitem(container.SCRYPT, "n", 2)


def written(content, passphrase=""):
    file = io.BytesIO()
    writer = ContainerWriter(file, passphrase)
    for place in range(0, len(content), 700_001):
        writer.write(content[place : place + 700_001])
    writer.finish()
    return file.getvalue()


def read(data, passphrase=""):
    file = io.BytesIO(data)
    check_whole(file)
    return io.BufferedReader(ContainerReader(file, passphrase)).read()


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])
@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read(size, passphrase):
    content = os.urandom(size)
    assert read(written(content, passphrase), passphrase) == content


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])
def test_each_altered_byte_and_each_cut_is_refused(passphrase):
    whole = written(b"some content", passphrase)
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1 + place % 255
        for wrong in (bytes(altered), whole[:place], whole[:place] + whole[place + 1 :]):
            with pytest.raises(BackupRefused):
                read(wrong, passphrase)
    with pytest.raises(BackupRefused):
        read(whole + b"\0", passphrase)


def test_the_content_is_not_there_for_others_to_read():
    content = b"personal and private " * 100
    assert content[:40] in written(content)
    assert content[:20] not in written(content, PASSPHRASE)


@pytest.mark.parametrize("given", ["", "another"])
def test_without_the_right_passphrase_it_stays_closed(given):
    with pytest.raises(BackupRefused):
        read(written(b"content", PASSPHRASE), given)


def test_the_same_content_is_sealed_differently_each_time():
    assert written(b"content", PASSPHRASE) != written(b"content", PASSPHRASE)


def with_checksum(data):
    """What somebody makes of a file who can compute a checksum as well."""
    return data[:-CHECKSUM] + hashlib.sha256(data[:-CHECKSUM]).digest()


def test_whoever_makes_the_checksum_fit_still_cannot_alter_what_is_sealed():
    whole = written(b"some content", PASSPHRASE)
    head = whole.index(b"\n", len(MAGIC)) + 1
    for place in range(head + LENGTH.size, len(whole) - CHECKSUM - LENGTH.size):
        altered = bytearray(whole)
        altered[place] ^= 1
        with pytest.raises(BackupRefused):
            read(with_checksum(bytes(altered)), PASSPHRASE)


def test_nor_leave_out_its_end_or_change_the_order_of_pieces():
    whole = written(bytes(3 * PIECE), PASSPHRASE)
    head = whole.index(b"\n", len(MAGIC)) + 1
    piece = LENGTH.size + PIECE + 16
    start, pieces = whole[:head], [whole[head + n * piece : head + (n + 1) * piece] for n in range(3)]
    for chosen in ([0, 1], [1, 0, 2], [0, 2], [0, 0, 1, 2]):
        body = start + b"".join(pieces[n] for n in chosen) + LENGTH.pack(0) + bytes(CHECKSUM)
        with pytest.raises(BackupRefused):
            read(with_checksum(body), PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", MAGIC, MAGIC + b'{"format": 1}\n', MAGIC + b"[]\n" + bytes(40)])
def test_what_is_no_backup_is_refused(data):
    with pytest.raises(BackupRefused):
        read(data)


def test_a_form_that_came_later_is_refused_with_the_remedy():
    with pytest.raises(BackupRefused, match="newer version|更新的版本"):
        read(with_checksum(MAGIC + b'{"format": 2}\n' + bytes(CHECKSUM)))
