"""What the calibration runs have found, and the walled answers of candidates about themselves."""
