"""Land parcels of approved-but-unsupplied and idle land."""
