"""The files of a made-up province, in the order in which they build on each other, and their way into the ledger."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid5

from application.importing import EntryAges, Report, import_file
from application.ledger import Ledger
from domain.act import Act

# Layout -> file. The list of BKN's regional offices has the name under which it is looked for beside the agencies.
FILES: dict[str, str] = {
    "agencies": "ref_instansi_bkn.csv",
    "bkn_regional_offices": "ref_kanreg_bkn.csv",
    "units": "unor.csv",
    "position_map": "peta_jabatan.csv",
    "lessons": "dapodik.csv",
    "people": "pegawai.csv",
    "performance": "pns_rw_skp22.csv",
    "discipline": "pns_rw_hukdis.csv",
    "careers": "karier.csv",
    "offices": "pejabat.csv",
}


def load(
    folder: Path,
    ledger: Ledger,
    act: Act,
    progress: Callable[[str, int, int], object] = lambda *_: None,
    *,
    ages: EntryAges | None = None,
) -> list[Report]:
    """Import all files of the folder. `progress` is told the layout, rows done and rows in all."""
    reports = []
    for layout, name in FILES.items():

        def told(done: int, total: int, layout: str = layout) -> object:
            return progress(layout, done, total)

        own = replace(act, command=uuid5(act.command, layout))
        reports.append(import_file(layout, folder / name, ledger, own, told, ages=ages))
    return reports
