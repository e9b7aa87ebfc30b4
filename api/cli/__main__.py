"""`python -m api.cli`, as `jejak`."""

from api.cli import app

app()
