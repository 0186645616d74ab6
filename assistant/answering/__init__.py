"""From a question to a checked answer: follow-ups, evidence, disagreement, decision."""
