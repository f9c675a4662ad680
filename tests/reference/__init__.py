"""Lists written for the tests of what reads them."""
