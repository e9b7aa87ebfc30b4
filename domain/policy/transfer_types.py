"""What kinds of transfer the law knows, and on whose initiative."""

from enum import StrEnum


class TransferType(StrEnum):
    """Types of transfer (reference 2.1), by the code decrees and reports use."""

    WITHIN_AGENCY = "INTRA_INSTANSI"  # T1
    WITHIN_PROVINCE = "KABKOTA_SATU_PROVINSI"  # T2a
    PROVINCE_TO_REGENCY = "PROVINSI_KE_KABKOTA"  # T2b
    REGENCY_TO_PROVINCE = "KABKOTA_KE_PROVINSI"  # T2c
    TO_REGENCY_ELSEWHERE = "ANTAR_PROVINSI_KABKOTA_RECEIVING"  # T3a, T3c
    TO_PROVINCE_ELSEWHERE = "ANTAR_PROVINSI_PROVINSI_RECEIVING"  # T3b, T3d
    CENTRE_TO_REGION = "PUSAT_KE_DAERAH"  # T4a
    REGION_TO_CENTRE = "DAERAH_KE_PUSAT"  # T4b
    BETWEEN_CENTRAL = "ANTAR_PUSAT"  # T5
    TO_REPRESENTATION = "PERWAKILAN_RI"  # T6
    REDISTRIBUTION = "REDISTRIBUSI_GURU"  # T8


class Programme(StrEnum):
    """Under which a transfer may be asked for that would else take the route of its two places."""

    TEACHER_REDISTRIBUTION = "REDISTRIBUSI_GURU"


class Initiative(StrEnum):
    OWN_REQUEST = "APS"
    ORGANISATIONAL_NEED = "KEBUTUHAN_DINAS"
