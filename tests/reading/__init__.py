"""What independent readers took from the source document: the oracle of the questions' tests."""
