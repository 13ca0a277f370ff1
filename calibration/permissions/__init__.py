"""Who may see and do what in calibration, by subject."""
