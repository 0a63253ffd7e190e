from . import complaints, forgetting, letters, requests

__all__ = ["complaints", "forgetting", "letters", "requests"]
