"""The store of documents: kept under their digest, whole or not at all, once; and never served when they have changed.

The same tests on disk and on S3, which is moto's server in a process of its own: another's reading of S3, though not S3.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from time import sleep, time
from typing import IO
from urllib.request import Request, urlopen
from uuid import uuid4

import cast
import obstore
import pytest
from contents import archive, jpeg, pdf, png
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from obstore.store import S3Store

from application.documents import (
    ActiveContent,
    Damaged,
    Disk,
    Documents,
    NotStored,
    NotTaken,
    StoreAway,
    TooLarge,
    TypeRefused,
    open_documents,
)
from domain.policy import ContentType

UPLOADS = cast.POLICY.uploads
NOBODYS = "0" * 64


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def on_disk(folder: Path) -> Documents:
    return open_documents(folder)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an empty S3."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    assert server.poll() is None, "moto's server did not start"
                    assert time() < until, "moto's server does not answer"
                    sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket's address in the settings' way; endpoint and credentials are in the environment."""
    name = f"berkas-{uuid4()}"
    urlopen(Request(f"{s3}/{name}", method="PUT")).close()
    for key, value in (
        ("AWS_ENDPOINT_URL", s3),
        ("AWS_ACCESS_KEY_ID", "jejak"),
        ("AWS_SECRET_ACCESS_KEY", "rahasia"),
        ("AWS_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(key, value)
    return f"s3://{name}/mutasi/berkas"


@pytest.fixture
def in_bucket(bucket: str) -> Documents:
    return open_documents(bucket)


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.xdist_group("s3"))])
def documents(request: pytest.FixtureRequest) -> Documents:
    name = {"disk": "on_disk", "s3": "in_bucket"}[request.param]
    found: Documents = request.getfixturevalue(name)
    return found


# On both


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), ContentType.PDF), (png(), ContentType.PNG), (jpeg(), ContentType.JPEG)],
    ids=["PDF", "PNG", "JPEG"],
)
def test_what_is_put_is_found_by_its_digest(documents: Documents, content: bytes, kind: ContentType) -> None:
    stored = documents.put([content[:10], b"", content[10:]], UPLOADS)
    assert (stored.sha256, stored.size, stored.content_type) == (digest_of(content), len(content), kind)
    assert documents.has(stored.sha256)
    with documents.open(stored.sha256) as file:
        assert file.read() == content


def test_a_large_document_comes_back_whole(documents: Documents) -> None:
    content = pdf(os.urandom(6_000_000))
    stored = documents.put((content[at : at + 65_536] for at in range(0, len(content), 65_536)), UPLOADS)
    with documents.open(stored.sha256) as file:
        assert file.read() == content


def test_what_was_never_put_is_not_there(documents: Documents) -> None:
    assert not documents.has(NOBODYS)
    with pytest.raises(NotStored):
        documents.open(NOBODYS)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "incoming"])
def test_what_is_no_digest_is_never_looked_for(documents: Documents, name: str) -> None:
    assert not documents.has(name)
    with pytest.raises(NotStored):
        documents.open(name)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", TypeRefused),
        (b"<html></html>", TypeRefused),
        (pdf()[:-8], TypeRefused),
        (pdf() + archive(b"%%EOF"), TypeRefused),
        (pdf(name=b"/JavaScript"), ActiveContent),
        (pdf(b"x" * UPLOADS.largest_bytes), TooLarge),
    ],
    ids=["empty", "HTML", "truncated", "polyglot", "active", "too large"],
)
def test_what_is_not_taken_is_not_kept(documents: Documents, content: bytes, why: type[NotTaken]) -> None:
    with pytest.raises(why):
        documents.put([content], UPLOADS)
    assert not documents.has(digest_of(content))


def test_the_policy_says_which_types_are_taken(documents: Documents) -> None:
    pdf_only = replace(UPLOADS, types=(ContentType.PDF,))
    assert documents.put([pdf()], pdf_only).content_type is ContentType.PDF
    with pytest.raises(TypeRefused):
        documents.put([png()], pdf_only)


def test_the_largest_document_is_taken_and_one_byte_more_is_not(documents: Documents) -> None:
    content = pdf()
    documents.put([content], replace(UPLOADS, largest_bytes=len(content)))
    with pytest.raises(TooLarge):
        documents.put([content], replace(UPLOADS, largest_bytes=len(content) - 1))


def test_an_endless_stream_is_left_at_the_limit(documents: Documents) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1_000
            yield b"x" * 1_000

    with pytest.raises(TooLarge):
        documents.put(endless(), replace(UPLOADS, largest_bytes=10_000))
    assert taken == 11_000


def test_the_same_bytes_at_the_same_moment_are_one_document(documents: Documents) -> None:
    content, barrier = pdf(b"sama"), Barrier(6)

    def put(_: int) -> str:
        barrier.wait()
        return documents.put([content], UPLOADS).sha256

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(put, range(6))) == {digest_of(content)}
    with documents.open(digest_of(content)) as file:
        assert file.read() == content


def test_a_document_that_has_changed_is_reported_and_never_served(
    documents: Documents, damage: Callable[[str, bytes], None]
) -> None:
    stored = documents.put([pdf()], UPLOADS)
    for changed in (pdf(b"Surat persetujuan"), pdf()[:-1], b""):
        damage(stored.sha256, changed)
        with pytest.raises(Damaged):
            documents.open(stored.sha256)
    documents.put([pdf()], UPLOADS)  # whoever has the bytes makes it whole again
    with documents.open(stored.sha256) as file:
        assert file.read() == pdf()


@pytest.fixture
def damage(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Changes the bytes under a digest behind the store's back."""

    def on_disk(digest: str, content: bytes) -> None:
        path = request.getfixturevalue("folder") / digest[:2] / digest[2:]
        path.chmod(0o600)
        path.write_bytes(content)

    def in_bucket(digest: str, content: bytes) -> None:
        obstore.put(straight_to(request.getfixturevalue("bucket")), f"{digest[:2]}/{digest[2:]}", content)

    return in_bucket if "s3" in request.node.name else on_disk


def straight_to(bucket: str) -> S3Store:
    return S3Store.from_url(bucket, client_options={"allow_http": True})


# On disk


@given(chunks=st.lists(st.binary(max_size=300), max_size=8), cut=st.integers(0, 9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_however_the_bytes_come_in_they_come_back(
    chunks: list[bytes], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    documents = open_documents(folder)
    content = pdf(b"".join(chunks).replace(b"/", b""))
    stored = documents.put(
        [content[:cut], *(content[at : at + 7] for at in range(cut, len(content), 7))], UPLOADS
    )
    assert stored.sha256 == digest_of(content)
    with documents.open(stored.sha256) as file:
        assert file.read() == content
    assert files_in(folder) == [f"{stored.sha256[:2]}/{stored.sha256[2:]}"]


def test_the_same_bytes_twice_are_one_file_that_only_its_owner_reads(
    on_disk: Documents, folder: Path
) -> None:
    stored = on_disk.put([pdf()], UPLOADS)
    assert on_disk.put([pdf()], UPLOADS) == stored
    on_disk.put([png()], UPLOADS)
    path = folder / stored.sha256[:2] / stored.sha256[2:]
    assert len(files_in(folder)) == 2
    assert path.stat().st_mode & 0o777 == 0o400
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", pdf(name=b"/Launch"), pdf(b"x" * UPLOADS.largest_bytes)],
    ids=["empty", "HTML", "active", "too large"],
)
def test_what_is_not_taken_leaves_nothing_on_disk(on_disk: Documents, folder: Path, content: bytes) -> None:
    with pytest.raises(NotTaken):
        on_disk.put([content], UPLOADS)
    assert files_in(folder) == []


def test_an_upload_that_breaks_off_leaves_nothing(on_disk: Documents, folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield pdf()
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        on_disk.put(breaking(), UPLOADS)
    assert files_in(folder) == []


CRASHING = """
import os, sys
from pathlib import Path
from application.documents import open_documents
from application.policies import read_policies
from contents import pdf
Path.replace = lambda *_: os._exit(9)
open_documents(sys.argv[1]).put([pdf()], read_policies().versions[-1].uploads)
"""


def test_a_crash_before_the_rename_leaves_no_document(folder: Path) -> None:
    """The process ends where everything is written and synced, and only the name is missing."""
    crashed = subprocess.run(
        [sys.executable, "-c", CRASHING, folder],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert crashed.returncode == 9
    (left,) = files_in(folder)
    assert left.startswith("incoming/")
    documents = open_documents(folder)
    assert not documents.has(digest_of(pdf()))
    with pytest.raises(NotStored):
        documents.open(digest_of(pdf()))
    assert files_in(folder) == [left]  # another process may still be at it

    os.utime(folder / left, (time() - 90_000, time() - 90_000))
    open_documents(folder)
    assert files_in(folder) == []


def test_everything_is_synced_before_it_has_its_name_and_the_name_after(
    on_disk: Documents, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, Path.replace

    def syncing(descriptor: int) -> None:
        done.append(
            f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().relative_to(folder.parent).parts[1:2]}"
        )
        sync(descriptor)

    def renaming(path: Path, target: Path) -> Path:
        done.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", renaming)
    prefix = on_disk.put([pdf()], UPLOADS).sha256[:2]
    assert done == ["sync ('incoming',)", "rename", f"sync ('{prefix}',)", "sync ()"]


def test_a_full_or_broken_disk_is_told_as_the_store_being_away(
    on_disk: Documents, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreAway):
        on_disk.put([pdf()], UPLOADS)
    assert files_in(folder) == []
    shutil.rmtree(folder)
    with pytest.raises(StoreAway):
        on_disk.put([pdf()], UPLOADS)


def test_a_disk_that_takes_only_a_part_keeps_nothing(folder: Path) -> None:
    class Short:
        def __init__(self, file: IO[bytes]) -> None:
            self.file = file

        def write(self, chunk: bytes) -> int:
            return self.file.write(chunk[:5])

    class NearlyFull(Disk):
        @contextmanager
        def room(self) -> Iterator[IO[bytes]]:
            with super().room() as file:
                yield Short(file)  # type: ignore[misc]

    with pytest.raises(StoreAway):
        Documents(NearlyFull(folder)).put([pdf()], UPLOADS)
    assert files_in(folder) == []


def test_what_is_served_is_what_was_compared(on_disk: Documents, folder: Path) -> None:
    """A change after the comparison does not reach the reader."""
    digest = on_disk.put([pdf(b"x" * 3_000_000)], UPLOADS).sha256
    with on_disk.open(digest) as file:
        path = folder / digest[:2] / digest[2:]
        path.chmod(0o600)
        path.write_bytes(b"changed")
        assert digest_of(file.read()) == digest


def test_the_store_opens_a_folder_that_is_there_already() -> None:
    with TemporaryDirectory() as folder:
        digest = Documents(Disk(Path(folder))).put([pdf()], UPLOADS).sha256
        assert open_documents(folder).has(digest)


# In a bucket


@pytest.mark.xdist_group("s3")
def test_documents_lie_below_the_prefix(bucket: str) -> None:
    digest = open_documents(bucket).put([pdf()], UPLOADS).sha256
    found = obstore.get(straight_to(bucket), f"{digest[:2]}/{digest[2:]}")
    assert bytes(found.bytes()) == pdf()
    assert not open_documents(f"{bucket}/other").has(digest)


@pytest.mark.xdist_group("s3")
def test_a_bucket_that_is_not_there_takes_nothing(bucket: str) -> None:
    nowhere = open_documents("s3://tidak-ada/berkas")
    with pytest.raises(StoreAway):
        nowhere.put([pdf()], UPLOADS)
    assert not nowhere.has(digest_of(pdf()))


def test_a_bucket_nobody_answers_for_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "jejak")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "rahasia")
    away = open_documents("s3://berkas")
    for ask in (lambda: away.has(NOBODYS), lambda: away.open(NOBODYS), lambda: away.put([pdf()], UPLOADS)):
        with pytest.raises(StoreAway):
            ask()
