"""What stands between the server and the application, so that nobody can hold the threads that answer pages.

A request's body is received before a thread is taken for it, within a time, a size and a number; costly acts have threads of their own; an answer
is handed over whole, so that whoever reads it slowly holds no thread either.
"""
