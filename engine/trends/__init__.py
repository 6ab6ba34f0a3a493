"""What changed over time: the sound by year of release, and popularity between two collections of the table."""
