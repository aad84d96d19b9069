"""Reads untrusted .xlsx and .docx files, in a child process, with the standard library alone.

XML with a document type is not read, no reference out of the file is followed, and only texts are extracted.
"""
