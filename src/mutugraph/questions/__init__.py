"""Named questions: one file each under `queries/`, asked and typed the same way everywhere."""
