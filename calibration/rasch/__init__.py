"""Many-facet Rasch measurement: how able, how hard and how severe, from the ratings alone. Pure."""
