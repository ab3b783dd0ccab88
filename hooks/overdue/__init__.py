"""The pure core: YAML in `data/` → checked Library → pages in two languages. It imports no MkDocs."""
