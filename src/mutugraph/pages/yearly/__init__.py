"""The yearly communication (CGCT L5211-39-1): written from the graph, to be edited by people."""
