"""Keeps a store in step with folders of files."""
