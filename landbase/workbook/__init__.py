"""The one door to spreadsheets: openpyxl for .xlsx, xlrd for .xls."""

from landbase.workbook.forms import Form, cell_name, write_forms
from landbase.workbook.grid import Grid
from landbase.workbook.read import read_workbook
from landbase.workbook.write import Sheet, write_workbook

__all__ = [
    "Form",
    "Grid",
    "Sheet",
    "cell_name",
    "read_workbook",
    "write_forms",
    "write_workbook",
]
