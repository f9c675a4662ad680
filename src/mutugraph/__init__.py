"""A knowledge graph of schémas de mutualisation, with the passage behind every fact."""

__version__ = "0.1.0"
