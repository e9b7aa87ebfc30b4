"""Small whole files of each type, and others that only look like them."""

import io
import struct
import zipfile
import zlib


def pdf(words: bytes = b"Surat permohonan", *, name: bytes = b"") -> bytes:
    """`name` is put into the catalogue, as an action of the document would be."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction << /S "
        + (name or b"/GoTo")
        + b" >> >>\nendobj\n% "
        + words
        + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def png(pixel: bytes = b"\x00\xff\xff\xff") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixel))
        + chunk(b"IEND", b"")
    )


def jpeg(comment: bytes = b"pindaian") -> bytes:
    return b"\xff\xd8\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + b"\xff\xd9"


def archive(comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("Main.class", b"\xca\xfe\xba\xbe")
        file.comment = comment
    return packed.getvalue()
