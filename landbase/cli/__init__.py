"""The command line: parse, call, show, exit code; errors in the staff's language."""
