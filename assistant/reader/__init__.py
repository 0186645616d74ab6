"""The extractive reader: a question and passages in, exact spans out, or "not here". Its encoder is the embedder's own."""
