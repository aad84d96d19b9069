"""The pages of review: each fetches through an access function, calls a service, renders."""
