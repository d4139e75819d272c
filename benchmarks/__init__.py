"""What is measured, each figure beside its floor in the same run; how to run it again: `make bench`."""
