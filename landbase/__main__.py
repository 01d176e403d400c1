"""`python -m landbase`, where the command itself is not on the path."""

from landbase.cli.main import main

if __name__ == "__main__":
    main()
