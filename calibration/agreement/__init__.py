"""How far interviewers agree, and what habits show in how they score. Pure."""
