"""The documents' bytes, kept outside the ledger under their SHA-256, which the events name.

On disk, or in a bucket that speaks S3. Nothing is ever changed or deleted; the same bytes twice are kept once. What is
read is compared with its name before anybody sees it, so a changed file is reported and never served.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile, TemporaryFile
from time import time
from typing import IO, Protocol
from urllib.parse import urlsplit

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from application.content import active_names, content_type
from domain.policy import ContentType, Uploads

_log = structlog.get_logger("jejak.documents")

_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 65_536
_IN_MEMORY = 1_048_576
_ABANDONED = timedelta(days=1).total_seconds()


class NotTaken(Exception):
    """These bytes are not kept, and nothing of them stays behind."""


class TooLarge(NotTaken):
    """More bytes than the policy allows."""


class TypeRefused(NotTaken):
    """No whole file of a type the policy names."""


class ActiveContent(NotTaken):
    """A PDF that runs something or carries another file; the message has the names."""


class NotStored(Exception):
    """No bytes are kept under this digest."""


class Damaged(Exception):
    """The bytes kept under this digest have another one by now."""


class StoreAway(Exception):
    """The disk or the bucket does not do what it is asked; the cause says why."""


@dataclass(frozen=True, slots=True)
class Stored:
    sha256: str
    size: int
    content_type: ContentType


class Shelf(Protocol):
    """Where bytes lie, by digest."""

    def room(self) -> AbstractContextManager[IO[bytes]]:
        """An empty file to write to; it is gone in the end unless it was shelved."""

    def shelve(self, file: IO[bytes], digest: str) -> None:
        """Keep what was written, whole or not at all, and durably; what was under that digest before is replaced."""

    def take(self, digest: str) -> Iterator[bytes]:
        """The bytes kept, as they are; FileNotFoundError when there are none."""

    def holds(self, digest: str) -> bool: ...


class Disk:
    """A folder: ab/cdef... for what is kept, `incoming` for what is on its way.

    A crash before the rename leaves a file in `incoming` that nobody reads; the next start a day later removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._incoming.mkdir(mode=0o700, exist_ok=True)
        for path in self._incoming.iterdir():
            if path.stat().st_mtime < time() - _ABANDONED:
                path.unlink(missing_ok=True)

    @contextmanager
    def room(self) -> Iterator[IO[bytes]]:
        # Not buffered: what does not fit on the disk fails where it is written, not once more where it is closed.
        with NamedTemporaryFile(dir=self._incoming, delete=False, buffering=0) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)

    def shelve(self, file: IO[bytes], digest: str) -> None:
        file.flush()
        os.fchmod(file.fileno(), 0o400)
        os.fsync(file.fileno())
        path = self._path(digest)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        Path(file.name).replace(path)
        for folder in (
            path.parent,
            self._folder,
        ):  # the file's new name, and the folder it may be the first in
            _sync(folder)

    def take(self, digest: str) -> Iterator[bytes]:
        with self._path(digest).open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def holds(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Bucket:
    """A bucket that speaks S3. Endpoint and credentials come from the environment (AWS_...), as its tools read them."""

    def __init__(self, name: str, prefix: str) -> None:
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        self._store = S3Store(
            name,
            prefix=prefix or None,
            client_options={"timeout": timedelta(seconds=30), "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )

    def room(self) -> AbstractContextManager[IO[bytes]]:
        return TemporaryFile()  # without a name: a crash leaves nothing

    def shelve(self, file: IO[bytes], digest: str) -> None:
        file.seek(0)
        # In one request: parts of one that broke off would stay in the bucket unseen.
        obstore.put(self._store, _key(digest), file, use_multipart=False)

    def take(self, digest: str) -> Iterator[bytes]:
        for chunk in obstore.get(self._store, _key(digest)).stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    def holds(self, digest: str) -> bool:
        try:
            obstore.head(self._store, _key(digest))
        except FileNotFoundError:
            return False
        return True


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:]}"


class Incoming:
    """Bytes on their way in: counted and hashed as they come."""

    def __init__(self, shelf: Shelf, file: IO[bytes], allowed: Uploads) -> None:
        self._shelf, self._file, self._allowed = shelf, file, allowed
        self._digest = sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        """TooLarge as soon as it is."""
        self._size += len(chunk)
        if self._size > self._allowed.largest_bytes:
            raise TooLarge
        self._digest.update(chunk)
        with _reaching():
            written = self._file.write(chunk)
        if written != len(chunk):  # a disk that is nearly full takes what it can, and says so only here
            raise StoreAway

    def keep(self) -> Stored:
        """All have come: look what they are, and shelve them."""
        with _reaching():
            found = content_type(self._file)
            if found is None or found not in self._allowed.types:
                raise TypeRefused
            if found is ContentType.PDF and (names := active_names(self._file)):
                raise ActiveContent(", ".join(names))
            digest = self._digest.hexdigest()
            self._shelf.shelve(self._file, digest)
        return Stored(digest, self._size, found)


class Documents:
    """The store: takes in what the policy allows, and gives back only what it took in."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @contextmanager
    def incoming(self, allowed: Uploads) -> Iterator[Incoming]:
        """A place for one upload. Unless it was kept, nothing of it is left at the end."""
        with ExitStack() as stack:
            with _reaching():
                file = stack.enter_context(self._shelf.room())
            yield Incoming(self._shelf, file, allowed)

    def put(self, chunks: Iterable[bytes], allowed: Uploads) -> Stored:
        """Raises NotTaken or StoreAway."""
        with self.incoming(allowed) as incoming:
            for chunk in chunks:
                incoming.write(chunk)
            return incoming.keep()

    def has(self, digest: str) -> bool:
        """Whether bytes are kept under this digest; they are compared with it when they are read."""
        with _reaching():
            return _is_digest(digest) and self._shelf.holds(digest)

    def open(self, digest: str) -> IO[bytes]:
        """The bytes, at their beginning, already compared with their digest; NotStored, Damaged or StoreAway."""
        if not _is_digest(digest):
            raise NotStored
        # A copy of our own, so that what was compared is what is served.
        copy = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 the caller closes it
        try:
            self._copy(digest, copy)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def _copy(self, digest: str, copy: IO[bytes]) -> None:
        found = sha256()
        with _reaching():
            for chunk in self._taken(digest):
                found.update(chunk)
                copy.write(chunk)
        if found.hexdigest() != digest:
            _log.error("document damaged", sha256=digest, found=found.hexdigest())
            raise Damaged

    def _taken(self, digest: str) -> Iterator[bytes]:
        try:
            yield from self._shelf.take(digest)
        except FileNotFoundError:
            raise NotStored from None


def _is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


@contextmanager
def _reaching() -> Iterator[None]:
    """What the disk, the network or the bucket does wrong is said in our words."""
    try:
        yield
    except (OSError, BaseError) as error:
        _log.error("store away", kind=type(error).__name__)
        raise StoreAway from error


def open_documents(address: str | Path) -> Documents:
    """s3://bucket/prefix, or a folder."""
    parts = urlsplit(str(address))
    if parts.scheme == "s3":
        return Documents(Bucket(parts.netloc, parts.path.strip("/")))
    return Documents(Disk(Path(address)))
