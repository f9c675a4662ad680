"""The documents that the graph reads: their text and pin, their passages, where words stand."""
