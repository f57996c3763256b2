"""Programs that build, fetch or lock what the project needs; nothing here runs in production."""
