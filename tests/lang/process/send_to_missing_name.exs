# Sending to a name that nobody has.
send(:nobody_at_all, 1)
# expect error: (ArgumentError) errors were found at the given arguments:
