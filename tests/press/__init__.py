"""A newsroom that never was: scripted stories on a real server, and the score of whoever watches them."""
