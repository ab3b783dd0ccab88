"""What is published beside the pages and promised for ever: addresses, feeds, exports, the search, the offline copy."""
