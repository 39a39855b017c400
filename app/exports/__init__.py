"""The report's tables taken out: as one XLSX workbook, or each as CSV; from the value that is printed."""

from app.exports.csv_files import CSV_MIME_TYPE, csv_archive, csv_files
from app.exports.report_tables import Tables, tables_of
from app.exports.xlsx_file import workbook

__all__ = ["CSV_MIME_TYPE", "Tables", "csv_archive", "csv_files", "tables_of", "workbook"]
