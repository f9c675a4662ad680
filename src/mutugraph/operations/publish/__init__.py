"""Publishes: statements as written, their documents, dumps, tables, catalogue, static site."""
