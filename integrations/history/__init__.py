"""Past scorecards from CSV sheets: read, compared with what is stored, and written all or nothing.

`sheet` reads and checks rows without a database, `plan` says what differs from what is stored, and `services`
writes that.
"""
