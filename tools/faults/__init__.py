"""Trials that break the running application on purpose and count losses of acknowledged saves: `./run faults`."""
