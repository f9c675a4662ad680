"""The workbook: a schéma as sheets that a person fills in, and the way back to the graph."""
