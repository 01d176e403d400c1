"""What a bureau fixes: words, marks, tolerances, region and time zone, as one value."""
