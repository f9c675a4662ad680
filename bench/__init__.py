"""Side-by-side figures: `python -m bench`, `python -m bench.soak`. No part of the package."""
