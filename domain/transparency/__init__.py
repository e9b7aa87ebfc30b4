"""Evidence that history was not changed afterwards: hashes only, in open formats that others can check."""
