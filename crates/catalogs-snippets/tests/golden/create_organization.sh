# create an organization
curl --silent --show-error --fail-with-body --request POST 'https://api.ati.su/v1.2/catalogs/organizations' \
  --header "Authorization: Bearer $ATI_TOKEN" \
  --header 'User-Agent: ati_integrator_64357' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --header 'Accept-Encoding: gzip, deflate, br' \
  --compressed \
  --location --post301 --post302 \
  --data-raw '{
  "address_ids": [
    "0a710002-0000-4000-8000-000000000001"
  ],
  "all_departments_allowed": false,
  "contact_person_ids": [],
  "department_ids": [
    7,
    12
  ],
  "docs_address": {
    "city_id": 1,
    "house_no": "5, стр. 2",
    "office_no": "\"А\"",
    "postcode": "101000",
    "street_name": "ул. Складская"
  },
  "extra_phone": null,
  "inn": "7707083893",
  "name": "ООО «Ромашка»",
  "ownership": 1,
  "phone": "+7 495 123-45-60",
  "residency": 1
}'
