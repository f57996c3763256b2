"""Companies, their members, their participation in an edition and their sites."""
