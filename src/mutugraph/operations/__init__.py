"""Operations: one verb, one module, one function, one frozen result."""
