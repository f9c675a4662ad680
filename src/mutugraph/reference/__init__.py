"""Public reference lists that the project carries as tables, and what they say as facts."""
