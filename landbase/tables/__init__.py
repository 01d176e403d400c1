"""People's spreadsheets: read as grids of cells, headers found, tables written."""

from landbase.tables.read import Grid, read_workbook
from landbase.tables.write import Form, Sheet, cell_name, write_forms, write_workbook

__all__ = [
    "Form",
    "Grid",
    "Sheet",
    "cell_name",
    "read_workbook",
    "write_forms",
    "write_workbook",
]
