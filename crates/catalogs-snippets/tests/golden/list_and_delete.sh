# list organizations
curl --silent --show-error --fail-with-body --request GET 'https://api.ati.su/v1.2/catalogs/organizations' \
  --header "Authorization: Bearer $ATI_TOKEN" \
  --header 'User-Agent: ati_integrator_64357' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --header 'Accept-Encoding: gzip, deflate, br' \
  --compressed \
  --location

# delete an organization
curl --silent --show-error --fail-with-body --request DELETE 'https://api.ati.su/v1.2/catalogs/organizations/0a710001-0000-4000-8000-000000000001' \
  --header "Authorization: Bearer $ATI_TOKEN" \
  --header 'User-Agent: ati_integrator_64357' \
  --header 'Accept: application/json' \
  --header 'Content-Type: application/json' \
  --header 'Accept-Encoding: gzip, deflate, br' \
  --compressed \
  --location
