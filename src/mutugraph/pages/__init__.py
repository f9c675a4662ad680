"""Frozen values to bytes: presenters, templates, drawings, tables."""
