^x = 1
# expect error: undefined variable ^x. No variable "x" has been defined before the current pattern
