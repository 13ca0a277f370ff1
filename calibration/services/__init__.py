"""Every state change of calibration, by subject."""
