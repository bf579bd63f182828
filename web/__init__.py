"""Every page, feed and API endpoint."""
