"""Breaks the data in every way that mutators.yml lists, to see that every fault is found."""
