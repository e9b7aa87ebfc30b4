"""Agencies, units, posts, people and offices: one page each, with what happened, what is so, and what follows.

Registering what is registered already yields no event, so an import may be repeated.
"""
