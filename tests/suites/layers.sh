#!/bin/sh
# No file includes a header of a higher layer.
if awk -f tests/layers.awk $(find vm compiler shell -name '*.[ch]'); then echo "1 passed, 0 failed, 0 skipped"
else echo "0 passed, 1 failed, 0 skipped"; fi
