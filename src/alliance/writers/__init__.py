"""Writers: a page becomes HTML, PDF, slides or a workbook; an answer CSV, JSON or Parquet. They compute nothing."""
