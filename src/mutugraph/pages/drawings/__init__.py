"""A drawing is geometry, computed here and written as inline SVG by a template."""
