# change an organization
# Needs jq. Reads what is there, changes it, and writes the whole back; stops at the first failure.
response=$(curl --silent --show-error --fail-with-body --request GET 'https://api.ati.su/v1.2/catalogs/organizations/0a710001-0000-4000-8000-000000000001' \
  --header "Authorization: Bearer $ATI_TOKEN" \
  --header 'User-Agent: ati_integrator_64357' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --header 'Accept-Encoding: gzip, deflate, br' \
  --compressed \
  --location) &&
body=$(printf '%s' "$response" | jq --null-input '
  def ids($list): arrays // error("the response does not show \($list)")
    | map(.id // error("an entry of \($list) has no id"));
  input
  | if .id then del(.id) else error("the response has no id") end
  | .address_ids = (.addresses | ids("addresses")) | del(.addresses)
  | .contact_person_ids = (.contact_persons | ids("contact_persons")) | del(.contact_persons)
  | .phone = "+7 495 123-45-61"
  | .docs_address.postcode = "101001"
  | .docs_address.office_no = null
') &&
curl --silent --show-error --fail-with-body --request PUT 'https://api.ati.su/v1.2/catalogs/organizations/0a710001-0000-4000-8000-000000000001' \
  --header "Authorization: Bearer $ATI_TOKEN" \
  --header 'User-Agent: ati_integrator_64357' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --header 'Accept-Encoding: gzip, deflate, br' \
  --compressed \
  --location --post301 --post302 \
  --data-raw "$body"
