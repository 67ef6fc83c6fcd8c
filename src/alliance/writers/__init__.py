"""Writers: a page becomes HTML, an answer becomes CSV or JSON. They compute nothing."""
