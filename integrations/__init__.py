"""The outside: importing history, and made-up data to try the application with."""
