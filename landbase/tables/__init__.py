"""People's spreadsheets: read as grids of cells, headers found, tables written."""
