"""What is decided, and why. Pure: the standard library only; no clock, no input or output, no framework."""
