"""Article files in, ranked passages out: reading, cleaning, chunking, embedding, the catalogue and hybrid search."""
