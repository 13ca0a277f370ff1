"""The pages of calibration, by subject."""
