"""What helps those who edit: canonical form, skeletons, reading aloud, differences, editor schemas."""
