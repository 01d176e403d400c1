"""What `make_sample_data.py` is made of."""
