"""`python -m brocante` is the `brocante` command."""

from brocante.cli import main

if __name__ == "__main__":
    main()
