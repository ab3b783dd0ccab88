"""The pages: a library in, Markdown by path out."""
