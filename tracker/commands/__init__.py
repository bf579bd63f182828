"""The commands that have files of their own; `tracker/__main__.py` names them all."""
