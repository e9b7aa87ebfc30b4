"""An example of every request body, by the path it is sent to."""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

_CASE = "/v1/transfers/{transfer_id}"
_DRAFT = "/v1/policies/drafts/{version}"
_LOCAL_DAYS = """\
version = "kalender-17.03-2026.1"
region_code = "17.03"
legal_basis = "Keputusan Bupati Bengkulu Utara 100/2026"

[years]
2026 = [2026-10-08]
"""
_DECREE = "/v1/decrees/{decree_id}"
_RECORD = "/v1/people/{person_id}"
_POST = "6a1c0f0e-5c1b-5b0e-9d53-0a4f3f2b7c11"
_PERSON = "1d962367-db82-53f0-b9b5-3fa55b67ca1b"
_OTHERS = [
    "0d0f5d9e-6f0b-5ac5-8ac4-5d1c0f7f5a01",
    "3c6c1c55-6b3e-5d5f-9f0d-0f2f4f1d7b02",
    "5e8d6f3a-1a84-5f6f-8c39-8c7f6c0e9c03",
]
_DOCUMENT = {
    "kind": "D01",
    "number": "SP-1/2026",
    "issuedOn": "2026-01-05",
    "issuer": "Pegawai yang bersangkutan",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
_SCORES = {"integrity": 4, "cooperation": 4, "service": 5, "expertise": 4}

BODIES: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "/v1/plans": {
            "agency": _OTHERS[0],
            "title": "Rencana mutasi 2026",
            "since": "2026-01-01",
            "until": "2026-12-31",
            "criteria": "Pemerataan beban kerja; kinerja Baik; kesesuaian pendidikan",
            "needs": [{"unit": _OTHERS[1], "people": 2, "why": "Kekurangan arsiparis menurut ABK"}],
        },
        "/v1/plans/{plan_id}/revisions": {
            "agency": _OTHERS[0],
            "title": "Rencana mutasi 2026",
            "since": "2026-01-01",
            "until": "2026-12-31",
            "criteria": "Pemerataan beban kerja; kinerja Baik; kesesuaian pendidikan",
            "needs": [{"unit": _OTHERS[1], "people": 2, "why": "Kekurangan arsiparis menurut ABK"}],
        },
        "/v1/plans/{plan_id}/amendments": {
            "agency": _OTHERS[0],
            "title": "Rencana mutasi 2026 (perubahan)",
            "since": "2026-01-01",
            "until": "2026-12-31",
            "criteria": "Pemerataan beban kerja; kinerja Baik; kesesuaian pendidikan",
            "needs": [{"unit": _OTHERS[1], "people": 3, "why": "Seorang arsiparis pensiun dini"}],
            "reason": "Kebutuhan bertambah",
        },
        "/v1/plans/{plan_id}/amendments/publications": {"number": "800/2/2026"},
        "/v1/plans/{plan_id}/amendments/returns": {"reason": "Kebutuhan belum dihitung"},
        "/v1/plans/{plan_id}/publications": {"number": "800/1/2026"},
        "/v1/plans/{plan_id}/returns": {"reason": "Kebutuhan Dinas Kesehatan belum dihitung"},
        "/v1/posts/{post_id}/workload-analyses": {
            "tasks": [
                {"name": "Menata arsip dinamis", "volume": 1200, "minutes": 45, "period": "TAHUN"},
                {"name": "Melayani peminjaman arsip", "volume": 240, "minutes": 120, "period": "TAHUN"},
            ],
            "source": "ABK Dinas Kesehatan 2026",
            "analysedOn": "2026-01-05",
        },
        "/v1/posts/{post_id}/lessons": {
            "lessons": [
                {"grade": "VII", "classGroups": 4, "weeklyHours": 5},
                {"grade": "VIII", "classGroups": 4, "weeklyHours": 5},
            ],
            "creditedHours": 12,
            "source": "Dapodik",
            "countedOn": "2026-01-05",
        },
        "/v1/units/{unit_id}/school-counts": {
            "form": "SD",
            "classGroups": 12,
            "students": 365,
            "teachers": 17,
            "source": "Dapodik",
            "countedOn": "2026-01-05",
        },
        "/v1/offices/{office_id}/delegations": {
            "number": "100.3.3/12/2026",
            "to": _OTHERS[0],
            "types": ["INTRA_INSTANSI"],
            "kinds": ["DECREE"],
            "since": "2026-02-02",
            "until": "2026-07-31",
        },
        "/v1/offices/{office_id}/delegations/endings": {
            "number": "100.3.3/12/2026",
            "on": "2026-04-01",
            "reason": "Bupati telah kembali dari perjalanan dinas",
        },
        "/v1/flags/{flag_id}/reviews": {
            "value": "PLT",
            "outcome": "EXPLAINED",
            "reason": "Mandat tertulis gubernur dilampirkan",
        },
        "/v1/transfers": {
            "person": _PERSON,
            "targetPost": _POST,
            "initiative": "APS",
            "ground": "FOLLOWING_SPOUSE",
            "reason": "Mengikuti suami yang bertugas di Kota Bengkulu",
            "documents": [_DOCUMENT],
        },
        f"{_CASE}/documents": _DOCUMENT,
        f"{_CASE}/policy-migrations": {"to": "mutasi-2025.1", "reason": "Ketentuan baru lebih menguntungkan"},
        "/v1/policies/drafts": {
            "kind": "KALENDER_DAERAH",
            "text": _LOCAL_DAYS,
            "sha256": sha256(_LOCAL_DAYS.encode()).hexdigest(),
            "reason": "Hari jadi kabupaten menjadi hari libur daerah",
        },
        "/v1/audit/what-ifs": {
            "text": 'version = "mutasi-2027.1"\nvalid_from = 2027-01-01\n# ... the whole text'
        },
        f"{_DRAFT}/publications": {"sha256": "9f" * 32, "number": "Perbup 7/2026"},
        f"{_DRAFT}/rejections": {"sha256": "9f" * 32, "reason": "Dasar hukumnya belum terbit"},
        f"{_DRAFT}/withdrawals": {"sha256": "9f" * 32, "reason": "Menunggu keputusan bupati"},
        f"{_CASE}/document-acceptances": {
            "step": "file_verification",
            "kind": "D06",
            "version": 1,
            "signedBy": "JPT",
        },
        f"{_CASE}/document-refusals": {
            "step": "file_verification",
            "kind": "D03",
            "version": 1,
            "reason": "Halaman kedua tidak terbaca",
        },
        f"{_CASE}/verifications": {
            "step": "file_verification",
            "signatories": {"D06": "JPT", "D09": "JPT"},
        },
        f"{_CASE}/term-renewals": {
            "step": "term_end",
            "number": "821/90/2029",
            "reason": "Sekolah masih kekurangan guru matematika",
        },
        f"{_CASE}/return-reports": {
            "step": "return_to_origin",
            "returnedOn": "2029-10-01",
            "number": "SPMT-41/2029",
        },
        f"{_CASE}/returns": {
            "step": "file_verification",
            "reason": "Analisis beban kerja belum dilampirkan",
            "missing": ["D03"],
        },
        f"{_CASE}/resubmissions": {"note": "ABK dilampirkan", "documents": [_DOCUMENT | {"kind": "D03"}]},
        f"{_CASE}/overrides": {
            "step": "override",
            "rules": ["E02"],
            "reason": "Satu-satunya arsiparis di puskesmas tujuan pensiun bulan ini",
        },
        f"{_CASE}/reassessments": {"reason": "Ada laporan pemeriksaan disiplin"},
        f"{_CASE}/conflicts": {"step": "decree", "kind": "AKTUAL", "reason": "Anak kandung"},
        f"{_CASE}/substitutes": {
            "step": "decree",
            "office": _PERSON,
            "reason": "Bupati berkonflik kepentingan",
        },
        f"{_CASE}/consultations": {"note": "Senin pukul 10 di ruang mutasi"},
        f"{_CASE}/consultations/held": {"heldOn": "2026-01-12", "note": "Tujuan mutasi sudah dijelaskan"},
        f"{_CASE}/consultations/declined": {"reason": "Sudah memahami"},
        f"{_CASE}/notices": {"givenOn": "2026-02-02"},
        f"{_CASE}/clearances": {"step": "audit_clearance", "number": "700/12/INSP/2026"},
        f"{_CASE}/feedback-requests": {"step": "feedback", "superior": _PERSON, "peers": _OTHERS},
        f"{_CASE}/feedback": {"scores": _SCORES, "text": "Rekan yang teliti."},
        f"{_CASE}/feedback-closures": {"step": "feedback"},
        f"{_CASE}/feedback-unsealings": {
            "warrant": "700/SP-3/2026",
            "reason": "Dugaan jawaban diatur oleh atasan",
            "answers": [2],
        },
        f"{_CASE}/replies": {
            "step": "reply",
            "text": "Keterlambatan pada bulan Mei terjadi karena saya merawat orang tua.",
        },
        f"{_CASE}/replies/waivers": {"step": "reply"},
        f"{_CASE}/fit-reviews": {
            "step": "transfer_plan",
            "summary": "Pendidikan sesuai; unit tujuan kekurangan dua orang.",
        },
        f"{_CASE}/proposals": {"step": "receiving_proposal", "number": "800/1/2026", "post": _POST},
        f"{_CASE}/consents": {
            "step": "origin_release",
            "number": "800/2/2026",
            "post": _POST,
            "note": "Beban mengajar dapat dibagi",
        },
        f"{_CASE}/forwards": {"step": "governor_forward", "number": "800/3/2026", "note": ""},
        f"{_CASE}/considerations": {
            "step": "performance_panel",
            "outcome": "FOR",
            "number": "BA-07/TPK/2026",
            "reason": "Kinerja baik dua tahun berturut-turut",
        },
        f"{_CASE}/panel-votes": {
            "step": "performance_panel",
            "vote": "FOR",
            "reason": "Kinerja baik dan sesuai kebutuhan",
        },
        f"{_CASE}/technical-considerations": {
            "step": "technical_consideration",
            "number": "AA-123",
            "post": _POST,
            "note": "MS",
        },
        f"{_CASE}/refusals": {
            "step": "origin_release",
            "reason": "Sekolah asal akan kekurangan dua guru matematika",
        },
        f"{_CASE}/decrees": {
            "step": "decree",
            "number": "824/9/2026",
            "post": _POST,
            "effectiveOn": "2026-03-02",
            "grounds": "Kekurangan guru matematika di Kota Bengkulu",
            "goals": ["Jam pelajaran matematika terpenuhi"],
            "deviation": "",
        },
        f"{_CASE}/appointments": {
            "step": "appointment",
            "number": "821/30/2026",
            "post": _POST,
            "effectiveOn": "2026-03-02",
        },
        f"{_CASE}/services": {"step": "service", "servedOn": "2026-02-20", "manner": "langsung"},
        f"{_CASE}/replacement-reports": {
            "step": "replacement_report",
            "number": "100.2.2.6/118/2026",
            "reportedOn": "2026-02-24",
        },
        f"{_CASE}/inaugurations": {"step": "inauguration", "heldOn": "2026-03-02", "number": "BA-9/2026"},
        f"{_CASE}/duty-starts": {
            "step": "duty_start",
            "startedOn": "2026-03-02",
            "number": "SPMT-3/2026",
            "post": _POST,
        },
        f"{_CASE}/payroll-transfers": {"step": "payroll", "number": "SKPP-31/2026", "movedOn": "2026-04-01"},
        f"{_CASE}/national-records": {
            "step": "national_record",
            "number": "IM-2026-0042",
            "syncedOn": "2026-03-12",
        },
        f"{_CASE}/data-blocks": {
            "number": "B-77/BKN/2026",
            "reason": "Mutasi tanpa pertimbangan teknis",
            "blockedOn": "2026-03-16",
        },
        f"{_CASE}/data-blocks/lifts": {"number": "B-77/BKN/2026", "reason": "Keputusan telah dicabut"},
        f"{_CASE}/references": {"system": "I-MUT", "number": "IM-2026-0042"},
        f"{_CASE}/evaluations/{{months}}/answers": {
            "role": "SUPERIOR",
            "scores": _SCORES,
            "goals": [{"goal": "Jam pelajaran matematika terpenuhi", "score": 4}],
            "text": "Cepat menyesuaikan diri.",
        },
        f"{_CASE}/evaluations/{{months}}": {
            "outcome": "SUCCESS",
            "goals": [{"goal": "Jam pelajaran matematika terpenuhi", "reached": True}],
            "summary": "Tujuan keputusan tercapai.",
        },
        f"{_CASE}/adjustments": {
            "kind": "COACHING",
            "what": "Pendampingan oleh guru senior selama satu semester",
            "dueOn": "2026-12-18",
        },
        f"{_CASE}/adjustments/results": {"number": 1, "result": "Pendampingan selesai, hasil baik"},
        f"{_CASE}/withdrawals": {"reason": "Keadaan keluarga berubah"},
        f"{_CASE}/objections": {
            "grounds": "Jabatan baru dua tingkat lebih rendah, tanpa hukuman disiplin",
            "documents": [_DOCUMENT],
            "number": "KB-1/2026",
        },
        f"{_CASE}/objections/decisions": {
            "granted": True,
            "number": "180/44/2026",
            "reason": "Penurunan jabatan tidak didasarkan pada keputusan hukuman disiplin",
        },
        f"{_CASE}/objections/withdrawals": {"reason": "Sudah ada penjelasan"},
        f"{_CASE}/suspensions": {
            "reason": "Menunggu putusan pengadilan",
            "basis": "Penetapan PTUN Bengkulu 3/G/2026",
        },
        f"{_CASE}/suspension-lifts": {"reason": "Gugatan dicabut"},
        f"{_CASE}/revocations": {
            "number": "821/60/2026",
            "reason": "Pertimbangan teknis BKN tidak ada",
            "legalBasis": "UU 30/2014 Ps. 64",
        },
        f"{_CASE}/corrections": {
            "number": "821/61/2026",
            "what": "Nama unit: tertulis SMPN 1, dibaca SMP Negeri 1",
            "reason": "Salah ketik",
        },
        f"{_CASE}/recommendations": {
            "source": "BKN",
            "number": "R-12/2026",
            "text": "Agar keputusan dicabut dan pegawai dikembalikan ke jabatan semula",
            "dueOn": "2026-04-01",
        },
        f"{_CASE}/recommendations/answers": {
            "number": "R-12/2026",
            "answer": "Keputusan telah dicabut",
            "followed": True,
        },
        "/v1/decrees": {
            "office": _OTHERS[0],
            "number": "821.2/117/BKPSDM/2026",
            "grounds": "Penataan pegawai setelah perubahan susunan organisasi",
            "goals": ["Beban kerja antarunit seimbang dalam satu tahun"],
            "effectiveOn": "2026-03-02",
        },
        "/v1/outside-decrees": {
            "office": _OTHERS[0],
            "number": "821.2/31/2026",
            "signedOn": "2026-01-05",
            "signedAs": "PJ",
            "effectiveOn": "2026-01-06",
            "grounds": "Penyegaran organisasi",
            "source": "Salinan keputusan, diterima dari Inspektorat dengan surat 700/9/2026",
            "people": [{"person": _PERSON, "post": _POST, "startedOn": "2026-01-06"}],
        },
        f"{_DECREE}/amendments": {
            "grounds": "Penataan pegawai setelah perubahan susunan organisasi",
            "goals": ["Beban kerja antarunit seimbang dalam satu tahun"],
            "effectiveOn": "2026-03-09",
        },
        f"{_DECREE}/annex": {"transfers": [{"transfer": _OTHERS[1], "deviation": ""}]},
        f"{_DECREE}/annex/strikes": {"transfer": _OTHERS[1], "reason": "Masih dalam pemeriksaan disiplin"},
        f"{_DECREE}/signing": {"number": "821.2/117/BKPSDM/2026"},
        f"{_DECREE}/signatures": {"number": "821.2/117/BKPSDM/2026"},
        f"{_DECREE}/returns": {"reason": "Tanggal mulai berlaku jatuh pada hari libur"},
        f"{_DECREE}/abandonments": {"reason": "Rencana mutasi ditunda"},
        f"{_DECREE}/revocations": {
            "number": "821.2/140/2026",
            "reason": "Rekomendasi BKN R-31/2026: tanpa pertimbangan teknis",
            "legalBasis": "Perpres 116/2022; UU 30/2014 Ps. 64",
        },
        f"{_DECREE}/corrections": {
            "number": "821.2/118/2026",
            "what": "Lampiran kolom 5: tertulis Golongan III/b, dibaca Golongan III/c",
            "reason": "Salah ketik",
        },
        f"{_DECREE}/recommendations": {
            "source": "BKN",
            "number": "R-31/2026",
            "text": "Agar keputusan dicabut: ditetapkan tanpa pertimbangan teknis",
        },
        f"{_DECREE}/recommendations/answers": {
            "number": "R-31/2026",
            "answer": "Keputusan dicabut dan semua pegawai dikembalikan ke jabatan semula",
            "followed": True,
        },
        f"{_RECORD}/proceedings": {
            "number": "HD-7/2026",
            "kind": "DISIPLIN",
            "level": "SEDANG",
            "since": "2026-01-05",
        },
        f"{_RECORD}/proceedings/closures": {"number": "HD-7/2026", "until": "2026-02-27"},
        f"{_RECORD}/findings": {"number": "LHP-12/2025", "auditor": "BPK", "since": "2025-11-03"},
        f"{_RECORD}/findings/settlements": {"number": "LHP-12/2025", "on": "2026-02-27"},
        f"{_RECORD}/complaints": {
            "number": "0117/LM/II/2026/BKL",
            "channel": "OMBUDSMAN",
            "madeOn": "2026-02-09",
        },
        f"{_RECORD}/certificates": {"kind": "SERDIK", "number": "1141-2026"},
        f"{_RECORD}/ratings": {"year": 2025, "rating": "SANGAT_BAIK"},
        f"{_RECORD}/marks": {"year": 2020, "hundredths": 8543},
        f"{_RECORD}/study-assignments": {"until": "2027-08-31"},
        f"{_RECORD}/service-bonds": {"until": "2029-08-31"},
        "/v1/me/interests": {"text": "Mengajar di Kota Bengkulu"},
        "/v1/me/relatives": {"relative": _OTHERS[0]},
        "/v1/me/complaints": {"number": "WBS-31", "channel": "WBS", "madeOn": "2026-02-10"},
        "/v1/people/searches": {"nip": "198609262015052001"},
    }
)
