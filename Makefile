# Aliases of the one script, for those whose hands type `make`.
.PHONY: run test lint bench

run test lint bench:
	@python3 dev $@
