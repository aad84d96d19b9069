.PHONY: run test

run:
	@exec ./run serve

test:
	@exec ./run test
