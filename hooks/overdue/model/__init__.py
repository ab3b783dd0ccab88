"""The knowledge as data: YAML files with positions, the vocabulary, records, and the library they make."""
