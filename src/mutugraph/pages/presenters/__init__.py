"""A presenter makes the frozen view of one page from operations and the `page-` queries."""
