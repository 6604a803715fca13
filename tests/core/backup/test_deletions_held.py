"""While a backup reads the stored files none of them goes for good; who is killed holds nothing back any more."""

import os
import signal

import pytest
from django.core.files.base import ContentFile

from core.storage import HELD, WholeFiles


@pytest.fixture
def storage(tmp_path):
    return WholeFiles(location=tmp_path)


@pytest.fixture
def name(storage):
    return storage.save("evidence/2026/a.pdf", ContentFile(b"one"))


def test_a_file_that_is_deleted_meanwhile_is_gone_for_pages_and_there_for_the_backup(storage, name, tmp_path):
    with storage.deletions_held() as is_mine:
        assert is_mine
        WholeFiles(location=tmp_path).delete(name)
        assert not storage.exists(name)
        with storage.open_held(name) as file:
            assert file.read() == b"one"
    assert not (tmp_path / HELD).exists()
    with pytest.raises(FileNotFoundError):
        storage.open_held(name)


def test_a_file_that_is_not_deleted_is_read_where_it_is(storage, name):
    with storage.deletions_held(), storage.open_held(name) as file:
        assert file.read() == b"one"


def test_otherwise_it_goes_at_once(storage, name, tmp_path):
    storage.delete(name)
    assert not storage.exists(name) and not (tmp_path / HELD).exists()
    storage.delete(name)  # once more is nothing


def test_of_two_backups_only_one_holds_them(storage, tmp_path):
    with storage.deletions_held(), WholeFiles(location=tmp_path).deletions_held() as is_mine:
        assert not is_mine


def killed_while_it_held(storage, name):
    """A process that holds deletions, is asked to delete something, and is killed."""
    process = os.fork()
    if not process:
        with storage.deletions_held():
            WholeFiles(location=storage.location).delete(name)
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)


@pytest.mark.parametrize("then", ["another deletion", "the worker"])
def test_a_killed_backup_holds_nothing_back(storage, name, tmp_path, then):
    other = storage.save("evidence/2026/b.pdf", ContentFile(b"two"))
    killed_while_it_held(storage, name)
    assert (tmp_path / HELD / name).exists()
    if then == "the worker":
        storage.let_go_of_held()
    else:
        storage.delete(other)
        assert not storage.exists(other)
    assert not (tmp_path / HELD).exists()
