"""Deciding and recording: loads, folds, decides and appends. Knows the domain; never projections or api."""
