"""Logs of cases for process mining (OCEL 2.0, XES), and routes as nets to hold them against (PNML).

Ids are opaque and no name, number or text is told. Who gave feedback is sealed here as it is in the audit trail.
"""
