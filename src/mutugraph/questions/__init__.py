"""Named questions: one file each under `queries/`, bound, asked and typed the same way everywhere."""
