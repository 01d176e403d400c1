"""What a bureau hands in: the workbook of tables and the bulletin."""

from landbase.report.bulletin import bulletin
from landbase.report.tables import report_tables

__all__ = ["bulletin", "report_tables"]
