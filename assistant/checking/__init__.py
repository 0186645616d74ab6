"""Whether a written sentence says only what a quote says: one rule a module, joined in support.py, applied to answers in citations.py. Pure."""
