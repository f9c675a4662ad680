"""The data model, written once: terms in `ontology/`, what they do not say in `shapes/`."""
