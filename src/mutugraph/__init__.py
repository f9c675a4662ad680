"""A knowledge graph of schémas de mutualisation: law, services, staff, with the passage behind every fact."""

__version__ = "0.1.0"
