"""What people type in committee, by subject, checked for its shape."""
