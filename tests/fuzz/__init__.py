"""Fuzzing of the parsers: mutations of good files of every format, through the real worker process."""
