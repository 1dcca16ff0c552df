# exit/1 in the main process: its reason on standard error, status 1.
exit(:something)
# expect error: ** (exit) :something
