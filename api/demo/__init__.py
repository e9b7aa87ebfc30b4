"""The demonstration: ten whole cases played over HTTP by the officials of a made-up province."""
