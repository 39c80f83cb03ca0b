"""Files of the Hessian and of the gradient check: a table of numbers as CSV, or as a picture."""

from .number_table import NumberTable, check_table, hessian_table
from .table_exports import TABLE_EXPORTS, TableExport, TableFormat, TableLook, table_export_of, table_file

__all__ = [
    "TABLE_EXPORTS",
    "NumberTable",
    "TableExport",
    "TableFormat",
    "TableLook",
    "check_table",
    "hessian_table",
    "table_export_of",
    "table_file",
]
