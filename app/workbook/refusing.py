"""Sentences of refusal that several parts of the reader of workbooks say."""

NO_XLSX = "This is no XLSX workbook."
DAMAGED = "The workbook is damaged."
TOO_LARGE = "The workbook is larger than any that is filled in."

SAVE_AS_XLSX = "Save it as an Excel workbook (.xlsx), without a password."
ONE_FROM_HERE = "Bring in one that was made here."
