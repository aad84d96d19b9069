"""The demo of a whole city: any number of invented units of many kinds, years of evaluations in every state."""
