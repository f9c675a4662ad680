"""The control before a revision: its steps, its findings, the deviations that are accepted."""
