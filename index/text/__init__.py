"""What a text is made of: its furniture, dates, sentences, words and chunks. Pure functions."""
