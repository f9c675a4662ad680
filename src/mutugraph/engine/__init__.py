"""Engines answer SPARQL and nothing else; embedded, pooled and remote are interchangeable."""
