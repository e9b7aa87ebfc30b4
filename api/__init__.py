"""The way in: HTTP and the command line. Builds everything else and holds no rule."""
