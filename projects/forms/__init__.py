"""What was typed: cleaned, never saved. One module per subject."""
