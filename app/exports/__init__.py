"""The report's tables taken out: as one XLSX workbook, or each as CSV; from the value that is printed."""

from app.exports.csv_files import CSV_MIME_TYPE, csv_archive, csv_files
from app.exports.sheets import workbook
from app.exports.taken import Tables, tables_of

__all__ = ["CSV_MIME_TYPE", "Tables", "csv_archive", "csv_files", "tables_of", "workbook"]
