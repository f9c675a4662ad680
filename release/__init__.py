"""What a release holds, made by `make release`."""
