"""The only room that knows SQL: it keeps what was seen, and answers what the pages ask."""
