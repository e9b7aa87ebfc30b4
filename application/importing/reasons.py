"""Why a row or a file was refused, or what about it is doubtful: a stable code, in English and in Indonesian."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from application.registry import PostOlderThanRecorded
from domain.policy import Words
from domain.refusals import (
    DatesOutOfOrder,
    NipTaken,
    OfficeNotHeld,
    PersonUnknown,
    PostUnknown,
    Refused,
    SeatNotFree,
)
from domain.registry.movements import MoreMovedThanServed
from domain.registry.office import NoPanel, OfficeOccupied
from domain.registry.post import OlderCount, SeatsInUse
from domain.registry.school import OlderSchoolCount
from domain.registry.tenure import ActingTermTooLong


class Reason(Enum):
    """The name is the code."""

    # Of a file
    EMPTY = Words(en="The file is empty.", id="Berkas kosong.")
    TOO_LARGE = Words(
        en="The file is too large; a long list is better sent as CSV, in parts.",
        id="Berkas terlalu besar; daftar panjang sebaiknya dikirim sebagai CSV, dalam beberapa bagian.",
    )
    NOT_UTF8 = Words(
        en="The file is not UTF-8 text; save it as CSV UTF-8.",
        id="Berkas bukan teks UTF-8; simpan sebagai CSV UTF-8.",
    )
    NUL_BYTE = Words(
        en="The file contains NUL bytes and is no text.", id="Berkas memuat bita NUL dan bukan teks."
    )
    OLD_SPREADSHEET = Words(
        en="This is an old .xls workbook; save it as .xlsx or CSV.",
        id="Ini buku kerja .xls lama; simpan sebagai .xlsx atau CSV.",
    )
    BROKEN_SPREADSHEET = Words(
        en="The workbook is damaged or incomplete.", id="Buku kerja rusak atau tidak lengkap."
    )
    BROKEN_CSV = Words(
        en="The table is broken here: a quotation mark is not closed, or stands where it may not.",
        id="Tabel rusak di sini: tanda kutip tidak ditutup atau salah tempat.",
    )
    COLUMNS_MISSING = Words(en="Columns are missing.", id="Ada kolom yang tidak ada.")
    COLUMNS_REPEATED = Words(en="A column occurs twice.", id="Ada kolom yang berulang.")
    YEAR_UNKNOWN = Words(
        en="Nothing says of which year's formation this is: a column tahun, the option --year, or the name of the sheet or file.",
        id="Tidak ada yang menyebut ini formasi tahun berapa: kolom tahun, pilihan --year, atau nama lembar atau berkas.",
    )
    COMPANION_MISSING = Words(
        en="A file that belongs to this one is missing beside it.",
        id="Berkas pasangan tidak ada di samping berkas ini.",
    )

    # Of a value
    WRONG_WIDTH = Words(
        en="The row has another number of values than the header.",
        id="Jumlah nilai berbeda dari judul kolom.",
    )
    MISSING = Words(en="A value is required here.", id="Nilai wajib diisi.")
    CONTROL_CHARACTER = Words(
        en="The value contains invisible or control characters.",
        id="Nilai memuat karakter tak tampak atau karakter kendali.",
    )
    TOO_LONG = Words(en="The value is too long.", id="Nilai terlalu panjang.")
    NOT_A_DATE = Words(en="This is not a date (dd-mm-yyyy).", id="Ini bukan tanggal (hh-bb-tttt).")
    NOT_A_NUMBER = Words(en="This is not a number.", id="Ini bukan angka.")
    OUT_OF_RANGE = Words(en="The number is not plausible here.", id="Angka tidak masuk akal di sini.")
    NOT_IN_LIST = Words(
        en="This value is not one of those allowed.", id="Nilai ini tidak termasuk yang diizinkan."
    )
    REPEATED = Words(
        en="The file has an earlier row about the same thing.",
        id="Berkas memuat baris sebelumnya tentang hal yang sama.",
    )
    INVALID_NIP = Words(en="The NIP is not valid.", id="NIP tidak sah.")
    NIP_TAKEN = Words(en="This NIP belongs to another person.", id="NIP ini milik orang lain.")
    NIP_OTHER_BIRTH_DATE = Words(
        en="The NIP tells another date of birth.", id="Tanggal lahir berbeda dengan NIP."
    )
    NIP_OTHER_SEX = Words(en="The NIP tells another sex.", id="Jenis kelamin berbeda dengan NIP.")
    NO_LONGER_IN_SERVICE = Words(en="The person has left the service.", id="Pegawai sudah tidak aktif.")
    AGENCY_UNKNOWN = Words(en="There is no such agency on record.", id="Instansi ini tidak tercatat.")
    UNIT_UNKNOWN = Words(en="There is no such unit on record.", id="Unit organisasi ini tidak tercatat.")
    UNIT_OF_OTHER_AGENCY = Words(
        en="The unit belongs to another agency.", id="Unit organisasi ini milik instansi lain."
    )
    CIRCULAR = Words(en="The unit stands above itself.", id="Unit organisasi menjadi induk bagi dirinya.")
    OF_ONESELF = Words(en="Nobody is their own relative.", id="Seseorang bukan kerabat dirinya sendiri.")

    # What the registry answers
    PERSON_UNKNOWN = Words(en="There is no such person on record.", id="Pegawai ini tidak tercatat.")
    POST_UNKNOWN = Words(
        en="The post is not on the position map.", id="Jabatan ini tidak ada dalam peta jabatan."
    )
    SEAT_NOT_FREE = Words(
        en="The post has no free seat.", id="Formasi jabatan ini sudah terisi atau ditahan."
    )
    SEATS_IN_USE = Words(
        en="More seats are occupied or held than the post would have.",
        id="Formasi yang terisi atau ditahan melebihi jumlah ini.",
    )
    COUNT_OLDER_THAN_RECORDED = Words(
        en="Lessons counted on a later day are on record; these were left aside.",
        id="Jam pelajaran yang dihitung lebih baru sudah tercatat; yang ini dilewati.",
    )
    MORE_MOVED_THAN_SERVED = Words(
        en="More officials were moved than served in the unit.",
        id="Pegawai yang dipindah melebihi pegawai unit organisasi.",
    )
    SCHOOL_COUNT_OLDER_THAN_RECORDED = Words(
        en="A later count of this school is on record; this one was left aside.",
        id="Data sekolah yang lebih baru sudah tercatat; yang ini dilewati.",
    )
    POST_OLDER_THAN_RECORDED = Words(
        en="A later post is on record; this one was left aside.",
        id="Jabatan yang lebih baru sudah tercatat; yang ini dilewati.",
    )
    OFFICE_OCCUPIED = Words(
        en="Another official holds this office definitively in that time.",
        id="Pejabat definitif lain memegang jabatan ini pada masa itu.",
    )
    NO_PANEL = Words(
        en="Only a panel (PERFORMANCE_PANEL, REDISTRIBUTION_PANEL) has members.",
        id="Hanya tim (PERFORMANCE_PANEL, REDISTRIBUTION_PANEL) yang memiliki anggota.",
    )
    ACTING_TERM_TOO_LONG = Words(
        en="An acting official (Plt) may not stand in for so long, nor be extended so often.",
        id="Masa tugas Plt. melebihi batas, atau diperpanjang terlalu sering.",
    )
    OFFICE_NOT_HELD = Words(
        en="The official did not hold this office on that day.",
        id="Pejabat ini tidak memegang jabatan itu pada hari tersebut.",
    )
    DATES_OUT_OF_ORDER = Words(en="The dates contradict each other.", id="Tanggal saling bertentangan.")

    # Doubtful, but taken
    UNUSUAL_NIP = Words(en="The NIP is possible but unusual.", id="NIP mungkin benar, tetapi tidak lazim.")
    NIP_OTHER_ENTRY = Words(en="The NIP tells another month of entry.", id="TMT CPNS berbeda dengan NIP.")
    NOT_VERIFIED = Words(
        en="The source says this is not verified.", id="Sumber menyatakan data ini belum diverifikasi."
    )
    BKN_OFFICE_UNKNOWN = Words(
        en="No regional office of BKN is known for this province.",
        id="Kantor Regional BKN untuk provinsi ini tidak diketahui.",
    )
    START_MISSING = Words(
        en="The start in the post is missing; the person was registered without it.",
        id="TMT jabatan kosong; pegawai dicatat tanpa jabatan.",
    )
    END_MISSING = Words(
        en="No end is given; the matter counts as open.", id="Tanggal akhir kosong; dianggap masih berlaku."
    )
    IMPLAUSIBLE_INCOME = Words(en="The income is not plausible.", id="Penghasilan tidak masuk akal.")
    NOT_FILLED_IN = Words(
        en="The school has not filled in its register; nothing was counted.",
        id="Sekolah belum mengisi datanya; tidak ada yang dihitung.",
    )
    OFFICE_OF_EDUCATION_UNKNOWN = Words(
        en="No office of education of this government is on record; the school stands by itself.",
        id="Dinas pendidikan pemerintah daerah ini belum tercatat; sekolah dicatat tanpa induk.",
    )
    LEVEL_UNKNOWN = Words(en="This level is not known.", id="Jenjang ini tidak dikenal.")

    @property
    def code(self) -> str:
        return self.name


_OF_REFUSALS: Mapping[type[Refused], Reason] = MappingProxyType(
    {
        PersonUnknown: Reason.PERSON_UNKNOWN,
        NipTaken: Reason.NIP_TAKEN,
        PostUnknown: Reason.POST_UNKNOWN,
        SeatNotFree: Reason.SEAT_NOT_FREE,
        SeatsInUse: Reason.SEATS_IN_USE,
        OlderSchoolCount: Reason.SCHOOL_COUNT_OLDER_THAN_RECORDED,
        MoreMovedThanServed: Reason.MORE_MOVED_THAN_SERVED,
        OlderCount: Reason.COUNT_OLDER_THAN_RECORDED,
        PostOlderThanRecorded: Reason.POST_OLDER_THAN_RECORDED,
        OfficeOccupied: Reason.OFFICE_OCCUPIED,
        NoPanel: Reason.NO_PANEL,
        ActingTermTooLong: Reason.ACTING_TERM_TOO_LONG,
        OfficeNotHeld: Reason.OFFICE_NOT_HELD,
        DatesOutOfOrder: Reason.DATES_OUT_OF_ORDER,
    }
)


def reason_of(refused: Refused) -> Reason:
    return _OF_REFUSALS[type(refused)]
