"""What anybody may open: asking for help, places near you, cheaper tariffs, giving."""
