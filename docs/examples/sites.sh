#!/bin/sh
# The sites of a project that are connected, as a table. Needs curl and python3; no token.
#     PORTAL=https://portal.example sh sites.sh local-full-fibre
set -eu
next="$PORTAL/api/v1/projects/$1/sites/?stage=connected&limit=500"
while [ -n "$next" ]; do
    part=$(curl --silent --show-error --fail "$next")
    printf '%s' "$part" | python3 -c '
import json, sys
for site in json.load(sys.stdin)["items"]:
    print(site["reference"], site["stage_date"], site["name"], sep="\t")'
    next=$(printf '%s' "$part" | python3 -c '
import json, sys
print(json.load(sys.stdin)["next"] or "")')
done
