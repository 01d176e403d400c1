"""The room `parcels`."""
