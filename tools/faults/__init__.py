"""Trials that break the running application on purpose, and count whether anything that it acknowledged is lost: `./run faults`."""
