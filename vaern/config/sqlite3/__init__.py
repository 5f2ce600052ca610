"""Django's SQLite, kept open between requests as long as the file at its path is the one that was opened."""
