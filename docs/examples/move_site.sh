#!/bin/sh
# Move a site to another stage. Needs curl and a token with the scopes sites:read and sites:write.
#     PORTAL=https://portal.example TOKEN=dizt_… sh move_site.sh 7k2m9x4q in_service 2026-11-20
set -eu
site="$PORTAL/api/v1/work/sites/$1/"
# The version of the site: if someone changes it in between, the answer is 409 and nothing is moved.
version=$(curl --silent --show-error --fail --dump-header - --output /dev/null \
    --header "Authorization: Bearer $TOKEN" "$site" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
curl --silent --show-error --fail-with-body --request POST "${site}moves/" \
    --header "Authorization: Bearer $TOKEN" \
    --header "Content-Type: application/json" \
    --header "If-Match: $version" \
    --header "Idempotency-Key: $1-$2-$3" \
    --data "{\"to\": \"$2\", \"on\": \"$3\", \"evidence\": \"Our order system\"}"
