"""A layer between the server and the application, so that nobody can tie up the threads that answer pages.

A request's body is received before a thread is used for it, within limits on time, size and number; costly acts have their own threads; an answer
is handed over as a whole, so that a slow reader ties up no thread either.
"""
