"""Given names and second names as they occur in Bengkulu; put together at random they belong to nobody."""

from random import Random

from domain.registry.nip import Sex


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_MALE = words("""
Abdul Ade Adi Agus Ahmad Aidil Aji Akbar Alfian Ali Amir Andi Andika Anton Ari Arief Asep Aswin Azwar Bambang
Bayu Beni Budi Candra Dani Darmawan Dedi Deni Dian Didik Doni Dwi Edi Eko Fadli Fahmi Fajar Faisal Feri Firman
Gilang Guntur Hadi Hamdan Hari Hendra Heri Ibrahim Ilham Imam Indra Irfan Irwan Iwan Jaka Joko Junaidi Kurnia
Lukman Mahmud Mardi Muhammad Mulyadi Nanda Novri Nugroho Oki Panca Rahmat Randi Reza Rian Ridwan Rio Rizki
Rudi Ruslan Sapta Satria Sigit Slamet Sofyan Sugeng Suhendra Sukardi Surya Syafri Taufik Teguh Tono Tri Usman
Wahyu Wawan Yanto Yoga Yudi Yusuf Zainal Zulkifli
""")
_FEMALE = words("""
Ade Afrida Aisyah Ani Anisa Asih Astuti Aulia Ayu Cahaya Citra Desi Desti Devi Dewi Dian Diana Dina Dwi Eka
Elda Elly Endang Erna Erni Eva Fatimah Febri Fitri Gita Hana Hartini Hasanah Helmi Hesti Ika Indah Ira Irma
Kartika Kartini Khairani Lastri Lena Leni Lestari Lia Linda Lisa Maharani Mardiana Maria Marlina Maya Mega
Meri Mira Murni Mutia Nadia Nani Neti Nila Nora Novi Nur Nurul Okta Puji Purnama Putri Rahayu Ratna Ratih Reni
Retno Ria Rika Rina Rini Rita Rosmala Rosi Santi Sari Selvi Sinta Siti Sri Suci Sulastri Susi Titin Tri Tuti
Umi Vera Vina Wahyuni Wati Widya Winda Wulan Yanti Yeni Yuli
""")
_SECOND = words("""
Agustian Alamsyah Alfarizi Amelia Ananda Anggraini Apriani Ardiansyah Arifin Asmara Astuti Aziz Bahari Basri
Chaniago Damayanti Darmadi Effendi Efriani Fadillah Fauzi Febriansyah Firdaus Fitriani Gunawan Hadiwijaya
Hakim Halimah Handayani Haryanto Hasan Herawati Hermawan Hidayat Hidayati Husna Hutagalung Indriani Irawan
Iskandar Ismail Jaya Juliansyah Kurniawan Kusuma Kusnadi Lesmana Lubis Mahendra Maryani Maulana Mayasari
Mulyani Mulyono Munandar Nasution Ningsih Novianti Nugraha Nurdin Oktavia Oktarina Pasaribu Permana Permata
Pramono Prasetyo Pratama Pratiwi Purnomo Purwanto Puspita Puteri Rahman Rahmawati Ramadhan Ramadhani Riyadi
Rohman Rosadi Rusdi Safitri Saleh Santoso Saputra Saputri Sembiring Septiani Setiawan Setyawan Siregar
Sitompul Situmorang Sofian Suharto Sulaiman Sunarto Supriadi Suryadi Suryani Susanti Susanto Sutrisno Suwandi
Syahputra Syafitri Syahrial Tanjung Tarigan Triyono Utama Utami Wahyudi Wibowo Wicaksono Widodo Wijaya
Wulandari Yuliana Yulianti Yuniarti Yusnita Zahara Zulfikar
""")

_THREE_PARTS = 0.4


def invent_name(rng: Random, sex: Sex) -> str:
    given = rng.choice(_MALE if sex is Sex.MALE else _FEMALE)
    others = rng.sample(_SECOND, 2 if rng.random() < _THREE_PARTS else 1)
    return " ".join([given, *(other for other in others if other != given)])
