"""What the partnership has learned, in one place: themes, a knowledge base and recognition.

Apps say what belongs to it in their `knowledge.py`; see `declaring`. How to:
docs/how-to/share-what-you-learned.md.
"""
