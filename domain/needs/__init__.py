"""How many people a post needs, how evenly work lies, and what a transfer changes in it. Arithmetic only, and exact.

Fractions, never floating point: what is rounded is rounded once, at the end, half up, and the exact value is kept.
"""
