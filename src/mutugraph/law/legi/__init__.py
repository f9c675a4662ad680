"""LEGI, the database of French law in force: read as the DILA publishes it, compared, kept."""
