"""The header of each file the generator writes."""

from application.demonstration.names import words

HEADINGS: dict[str, tuple[str, ...]] = {
    "agencies": words("""
        id kode_cepat nama jenis_pusat_daerah jenis_instansi jabatan_ppk kode_wilayah_kemendagri
    """),
    "bkn_regional_offices": words("nomor kota wilayah_kerja"),
    "units": words("kode_unor kode_induk tingkat nama_unor instansi jenis_unor"),
    "position_map": words("""
        kode_unor jabatan jenis jenjang kelas formasi kebutuhan tingkat_pendidikan
        kode_pendidikan sertifikat memimpin_unit
    """),
    "lessons": words(
        "kode_unor jabatan tingkat rombel jam_per_minggu jam_tugas_tambahan dihitung_pada sumber"
    ),
    # SIASN's "Export Data ASN", all columns in its order.
    "people": words("""
        pns_id nip_baru nip_lama nama gelar_depan gelar_belakang tempat_lahir_id tempat_lahir_nama
        tanggal_lahir jenis_kelamin agama_id agama_nama jenis_kawin_id jenis_kawin_nama nik nomor_hp email
        email_gov alamat npwp_nomor bpjs jenis_pegawai_id jenis_pegawai_nama kedudukan_hukum_id
        kedudukan_hukum_nama status_cpns_pns kartu_asn_virtual nomor_sk_cpns tanggal_sk_cpns tmt_cpns
        nomor_sk_pns tanggal_sk_pns tmt_pns gol_awal_id gol_awal_nama gol_akhir_id gol_akhir_nama
        tmt_golongan mk_tahun mk_bulan jenis_jabatan_id jenis_jabatan_nama jabatan_id jabatan_nama
        tmt_jabatan tingkat_pendidikan_id tingkat_pendidikan_nama pendidikan_id pendidikan_nama
        tahun_lulus kpkn_id kpkn_nama lokasi_kerja_id lokasi_kerja_nama unor_id unor_nama
        instansi_induk_id instansi_induk_nama instansi_kerja_id instansi_kerja_nama satuan_kerja_induk_id
        satuan_kerja_induk_nama satuan_kerja_kerja_id satuan_kerja_kerja_nama is_valid_nik nama_sekolah
        flag_ikd
    """),
    "performance": words("""
        id hasilKinerja kuadranKinerja namaPenilai nipNrpPenilai penilaiGolonganId penilaiJabatanNm
        penilaiUnorNm perilakuKerja pnsDinilaiId statusPenilai tahun path
    """),
    "discipline": words("""
        id pnsOrang skNomor skTanggal hukumanTanggal masaTahun masaBulan akhirHukumTanggal jenisHukuman
        jenisHukumanNama jenisTingkatHukumanId
    """),
    "careers": words("pns_id jenis nilai nomor sampai"),
    "offices": words("jenis kode_instansi kode_unor jabatan pns_id jenis_penugasan sejak sampai nomor_sk"),
}
