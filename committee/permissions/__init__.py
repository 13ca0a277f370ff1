"""Who may do what in committee, by subject. Who may see what of an application is candidates.sight."""
