import os
import stat

import pytest

from meetings import storage

FAR = 9e12


def kept(content=b"hej"):
    arriving = storage.Arriving.of(content)
    arriving.keep()
    return arriving.sha256


def files(settings):
    return [path for path in settings.STORAGE_DIR.rglob("*") if path.is_file()]


def test_the_same_bytes_are_stored_once(settings):
    assert kept(b"samma") == kept(b"samma")
    assert len(files(settings)) == 1
    assert storage.opened(kept(b"samma")).read() == b"samma"


def test_what_is_let_go_leaves_nothing(settings):
    arriving = storage.Arriving.of(b"hej")
    arriving.discard()
    assert files(settings) == []


def test_nobody_else_on_the_machine_reads_it(settings):
    kept()
    (file,) = files(settings)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_bytes_that_changed_on_the_disk_are_never_given_out(settings):
    sha256 = kept()
    (file,) = files(settings)
    file.write_bytes(b"nej")
    with pytest.raises(storage.Missing):
        storage.opened(sha256)
    file.unlink()
    with pytest.raises(storage.Missing):
        storage.opened(sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_a_digest_names_a_file(name):
    with pytest.raises(ValueError):
        storage.opened(name)


def test_what_began_long_ago_and_never_came_whole_is_swept(settings):
    arriving = storage.Arriving.of(b"halv")
    storage.sweep_arriving(before=arriving.path.stat().st_mtime - 1)
    assert arriving.path.exists()
    storage.sweep_arriving(before=FAR)
    assert files(settings) == []


def test_a_file_that_came_again_is_as_new(settings):
    sha256 = kept()
    (file,) = files(settings)
    os.utime(file, (1, 1))
    assert list(storage.digests(before=1000)) == [sha256]
    kept()
    assert list(storage.digests(before=1000)) == []
