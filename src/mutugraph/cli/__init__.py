"""The command line: one file a verb; arguments in, one operation, its result out."""
