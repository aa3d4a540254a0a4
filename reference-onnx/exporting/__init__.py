"""The parts of export.py: what is exported, how it is traced, and how it is checked."""
