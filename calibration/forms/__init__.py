"""The forms of calibration, by subject."""
