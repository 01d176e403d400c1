"""The one door to spreadsheets: openpyxl for .xlsx, xlrd for .xls."""

from landbase.workbook.grid import Grid
from landbase.workbook.read import read_workbook
from landbase.workbook.write import Sheet, write_workbook

__all__ = ["Grid", "Sheet", "read_workbook", "write_workbook"]
