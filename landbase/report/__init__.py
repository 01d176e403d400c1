"""What a bureau hands in: the workbook of tables and the bulletin."""
