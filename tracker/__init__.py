"""The subject: what a story is, how it is read, how its versions differ, and what a change means."""
