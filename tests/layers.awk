# layers.awk - fails when a file includes a header of a higher layer. Layers, lowest first:
BEGIN {
    n = split("base term gc code process ets io exec bif", order, " ")
    for (i = 1; i <= n; i++) rank["vm/" order[i]] = i
    # gc, code and process know each other's headers (roots, frames, raising), not each other's insides
    rank["vm/code"] = rank["vm/process"] = rank["vm/gc"]
    rank["vm"] = 20; rank["compiler"] = 30; rank["shell"] = 40
}
FNR == 1 { dir = FILENAME; sub(/\/[^\/]*$/, "", dir) }
/^#include "/ {
    target = $2; gsub(/"/, "", target)
    if (target ~ /\//) sub(/\/[^\/]*$/, "", target); else target = ""
    if (target != "compiler" && target != "shell") target = target == "" ? dir : "vm/" target
    if (!(target in rank) && $2 ~ /vm\.h/) target = "vm"
    if (rank[target] > rank[dir]) { print FILENAME ":" FNR ": " dir " may not include " $2; bad = 1 }
}
END { exit bad }
