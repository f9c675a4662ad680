"""The law: provisions and their dated versions, the chains of justification, the visas."""
