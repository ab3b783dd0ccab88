"""Measures how fast, how light and how cheap the site is, beside others built of the same content: `make bench`."""
