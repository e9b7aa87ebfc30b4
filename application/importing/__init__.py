"""Files of the national systems, and a few layouts of our own, become facts of the registry.

`import_file` is the way in. A bad row is reported and the good ones stay; a broken file changes nothing; the same file
read again writes nothing.
"""

from application.importing.files import import_file
from application.importing.layouts import LAYOUTS
from application.importing.layouts.layout import EntryAges
from application.importing.reading import BrokenFile
from application.importing.reasons import Reason
from application.importing.report import Finding, Report, Severity

__all__ = ["LAYOUTS", "BrokenFile", "EntryAges", "Finding", "Reason", "Report", "Severity", "import_file"]
