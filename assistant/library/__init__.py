"""The articles that a person keeps in the store: taken in from uploads and pasted text, listed, shown, removed and brought back."""
