"""Rows of a regency with one school, files made of them, and what an import said of its rows."""

import csv
from datetime import UTC, datetime
from uuid import uuid4

from application.importing import Severity, import_file
from application.importing.layouts import LAYOUTS
from application.streams import NOTHING, fold_lines
from domain.act import Act

AGENCIES = [
    {
        "kode_cepat": "5800",
        "nama": "Pemerintah Provinsi Bengkulu",
        "jenis_pusat_daerah": "D",
        "jenis_instansi": "PROV",
        "jabatan_ppk": "Gubernur Bengkulu",
        "kode_wilayah_kemendagri": "17",
    },
    {
        "kode_cepat": "5805",
        "nama": "Pemerintah Kab. Seluma",
        "jenis_pusat_daerah": "D",
        "jenis_instansi": "KAB",
        "jabatan_ppk": "Bupati Seluma",
        "kode_wilayah_kemendagri": "17.05",
    },
]
UNITS = [
    {
        "kode_unor": code,
        "kode_induk": code.rpartition(".")[0],
        "nama_unor": name,
        "instansi": "Pemerintah Kab. Seluma",
    }
    for code, name in (
        ("5805", "Pemerintah Kab. Seluma"),
        ("5805.D", "Dinas Pendidikan"),
        ("5805.D.SD1", "SD Negeri 1"),
        ("5805.D.SD2", "SD Negeri 2"),
    )
]
POST = {
    "kode_unor": "5805.D.SD1",
    "jabatan": "Guru Ahli Pertama",
    "jenis": "FUNGSIONAL",
    "jenjang": "PT",
    "kelas": "8",
    "usia_bup": "60",
    "formasi": "1",
    "kebutuhan": "2,345",
    "tingkat_pendidikan": "35;40",
    "kode_pendidikan": "5210366",
    "sertifikat": "SERDIK",
    "memimpin_unit": "0",
}
ANI = {
    "pns_id": "ANI",
    "nip_baru": "'198609262015051001",
    "nama": "ANI",
    "gelar_depan": "null",
    "gelar_belakang": "S.Pd.",
    "tanggal_lahir": "26-09-1986",
    "jenis_kelamin": "M",
    "kedudukan_hukum_id": "01",
    "status_cpns_pns": "P",
    "gol_akhir_nama": "III/c",
    "tmt_golongan": "01-04-2023",
    "tmt_cpns": "01-05-2015",
    "tmt_pns": "01-06-2016",
    "jabatan_nama": "GURU  AHLI PERTAMA",
    "tmt_jabatan": "01-07-2020",
    "tingkat_pendidikan_id": "40",
    "pendidikan_id": "5210366",
    "pendidikan_nama": "S-1 PENDIDIKAN GURU SEKOLAH DASAR",
    "unor_id": "5805.D.SD1",
    "instansi_kerja_nama": "PEMERINTAH KAB. SELUMA",
}
BUDI = ANI | {"pns_id": "BUDI", "nip_baru": "198609262015051002", "nama": "BUDI", "unor_id": "5805.D.SD2"}
SCHOOL_POST = "5805.D.SD1/GURU AHLI PERTAMA"


class Imports:
    """Writes rows as a file of a layout, and imports it."""

    def __init__(self, ledger, folder):
        self.ledger = ledger
        self._folder = folder

    def __call__(self, layout, *rows, name=None, **more):
        path = self.file(name or f"{layout}.csv", *rows, columns=LAYOUTS[layout].columns.required)
        return self.read(layout, path, **more)

    def read(self, layout, path, **more):
        act = Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")
        return import_file(layout, path, self.ledger, act, **more)

    def file(self, name, *rows, columns=()):
        path = self._folder / name
        headings = list(dict.fromkeys([*columns, *(column for row in rows for column in row)]))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="null")
            writer.writeheader()
            writer.writerows(rows)
        return path

    def state(self, kind, stream):
        return fold_lines(NOTHING, kind, self.ledger.read([stream])).state


def refused(report):
    return [(f.column, f.reason) for f in report.findings if f.severity is Severity.REJECTED]


def warned(report):
    return [(f.column, f.reason) for f in report.findings if f.severity is Severity.WARNED]
