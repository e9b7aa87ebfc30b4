"""What older texts of the law mean by their silence. A published text is never changed; this reads it as if it were new."""

import tomllib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.identity import OfficeKind
from domain.policy_publication import LawKind

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


def _with_purposes(told: dict[str, Any]) -> dict[str, Any]:
    """Form 1 asked nobody why personal data were read: by silence, for their offices' duties, and told at once."""
    return told | {
        "purposes": {
            "OVERSIGHT": {
                "title": {"id": "Pengawasan", "en": "Oversight"},
                "legal_basis": told["legal_basis"],
                "offices": [OfficeKind.INSPECTORATE, OfficeKind.AUDITOR],
            },
            "PROPOSAL": {
                "title": {"id": "Penyiapan usul mutasi", "en": "A proposal is prepared"},
                "legal_basis": told["legal_basis"],
                "offices": [OfficeKind.PERSONNEL_OFFICE],
            },
        }
    }


def _with_duties(told: dict[str, Any]) -> dict[str, Any]:
    """In form 2 whose duties were whose, who stood above whom, and how teachers' hours are rounded was not said, as it was
    the same for all; and ages of retirement went by the beginning of a position's name.
    """
    counted = told["needs"] | {"teaching": _ROUNDED | told["needs"]["teaching"]}
    if "schools" in counted:
        counted["schools"] = _BESIDE | counted["schools"]
    retirement = dict(told["retirement"])
    families = [
        {"positions": [begins], "age": age, "legal_basis": retirement["legal_basis"]}
        for begins, age in retirement.pop("by_position", {}).items()
    ]
    return _DUTIES | told | {"needs": counted, "retirement": {"families": families} | retirement}


def _with_notice(told: dict[str, Any]) -> dict[str, Any]:
    """Form 3 did not say how early notice should be given; its reports judge it by the ten days of the first version."""
    return told | {"limits": _NOTICE | told["limits"]}


_NOTICE = {"notice_working_days": {"value": 10, "legal_basis": "[D] pemberitahuan sebelum TMT"}}
_ROUNDED = {"overtime_covers_below_hundredths": 50}
_BESIDE = {"beside_class_teachers": {"GURU_AGAMA": 1, "GURU_PJOK": 1, "KEPALA_SEKOLAH": 1}}
_DUTIES = tomllib.loads("""
in_own_name = ["APPOINTING_AUTHORITY", "HOME_AFFAIRS_MINISTER", "BKN_HEAD", "BKN_REGIONAL_OFFICE"]

[duties.CAREERS]
offices = ["PERSONNEL_OFFICE"]
legal_basis = "PP 11/2017: data kepegawaian dikelola unit kepegawaian instansi [R]"

[duties.PROCEEDINGS]
offices = ["PERSONNEL_OFFICE", "INSPECTORATE"]
legal_basis = "PP 94/2021: pemeriksaan oleh atasan langsung atau tim pemeriksa (kepegawaian, pengawasan) [R]"

[duties.WORKLOADS]
offices = ["PERSONNEL_OFFICE"]
legal_basis = "PermenPAN-RB 1/2020; [D] dicatat oleh BKD atau BKPSDM"

[duties.DECREE_DRAFTS]
offices = ["PERSONNEL_OFFICE"]
legal_basis = "[D] SOP tata naskah dinas"

[duties.OUTSIDE_DECREES]
offices = ["PERSONNEL_OFFICE", "INSPECTORATE", "AUDITOR"]
legal_basis = "Perpres 116/2022; [D]"

[duties.PLAN_PROPOSAL]
offices = ["PERSONNEL_OFFICE"]
legal_basis = "PP 11/2017 Ps. 190: instansi menyusun perencanaan mutasi; [D] oleh BKD atau BKPSDM"

[duties.PLAN_PUBLICATION]
offices = ["APPOINTING_AUTHORITY"]
capacities = ["DEFINITIF", "PJ"]
legal_basis = "PP 11/2017 Ps. 190: instansi menyusun perencanaan mutasi"

[duties.NEED]
in_case = [{ office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" }]
legal_basis = "PP 11/2017 Ps. 190; [D] diajukan oleh BKD atau BKPSDM penerima"

[duties.CONSULTATION]
in_case = [{ office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" }]
legal_basis = "[D] komunikasi sebelum mutasi"

[duties.SUBSTITUTES]
in_case = [{ office = "APPOINTING_AUTHORITY", side = "RECEIVING_AGENCY" }]
legal_basis = "PermenPAN-RB 17/2024; UU 30/2014 Ps. 43-45 [R]"

[duties.REVIEWS]
in_case = [{ office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" }]
legal_basis = "[D] SOP"

[duties.UNSEALING]
in_case = [
  { office = "INSPECTORATE", side = "ORIGIN_AGENCY" },
  { office = "INSPECTORATE", side = "RECEIVING_AGENCY" },
]
legal_basis = "[D] perlindungan penilai; PP 60/2008 [R]"

[duties.RECOMMENDATIONS]
offices = ["PERSONNEL_OFFICE", "INSPECTORATE", "AUDITOR"]
in_case = [
  { office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" },
  { office = "INSPECTORATE", side = "ORIGIN_AGENCY" },
  { office = "INSPECTORATE", side = "RECEIVING_AGENCY" },
  { office = "AUDITOR", side = "ORIGIN_AGENCY" },
  { office = "AUDITOR", side = "RECEIVING_AGENCY" },
]
legal_basis = "Perpres 116/2022; [D]"

[duties.DATA_BLOCKS]
in_case = [
  { office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" },
  { office = "INSPECTORATE", side = "ORIGIN_AGENCY" },
  { office = "INSPECTORATE", side = "RECEIVING_AGENCY" },
  { office = "AUDITOR", side = "ORIGIN_AGENCY" },
  { office = "AUDITOR", side = "RECEIVING_AGENCY" },
  { office = "BKN_HEAD", side = "NATION" },
  { office = "BKN_REGIONAL_OFFICE", side = "BKN_REGION" },
]
legal_basis = "Perpres 116/2022; Peraturan BKN 1/2023"

[duties.REFERENCES]
in_case = [
  { office = "PERSONNEL_OFFICE", side = "ORIGIN_AGENCY" },
  { office = "PERSONNEL_OFFICE", side = "RECEIVING_AGENCY" },
]
legal_basis = "[D] nomor pada SIASN, I-MUT, dan Dapodik"

# Only who holds an office delegates what is its own: not who stands in, nor who acts under a delegation.
[duties.DELEGATION]
capacities = ["DEFINITIF"]
legal_basis = "UU 30/2014 Ps. 13"

[[superiors]]
of = ["APPOINTING_AUTHORITY"]
agencies = ["KABUPATEN", "KOTA"]
office = "APPOINTING_AUTHORITY"
over = "PROVINCE"
legal_basis = "UU 23/2014 Ps. 91: gubernur sebagai wakil Pemerintah Pusat [R]"

[[superiors]]
of = ["APPOINTING_AUTHORITY"]
agencies = ["PROVINSI", "KABUPATEN", "KOTA"]
office = "HOME_AFFAIRS_MINISTER"
over = "NATION"
legal_basis = "UU 23/2014 Ps. 8 [R]"

[[superiors]]
of = ["APPOINTING_AUTHORITY", "HOME_AFFAIRS_MINISTER", "BKN_HEAD", "BKN_REGIONAL_OFFICE"]
office = "BKN_HEAD"
over = "NATION"
legal_basis = "Perpres 116/2022: pengawasan BKN atas PPK [R]"
""")


# By kind: what turns a text written in form 1 into one of form 2, and so on.
FORMS: Mapping[LawKind, tuple[Upcast, ...]] = MappingProxyType(
    dict.fromkeys(LawKind, ()) | {LawKind.POLICY: (_with_purposes, _with_duties, _with_notice)}
)
